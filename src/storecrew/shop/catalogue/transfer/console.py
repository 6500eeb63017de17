"""What this part shows in the console's shell."""
