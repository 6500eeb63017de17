"""What returns register with the console."""
