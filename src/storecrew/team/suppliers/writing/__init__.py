"""What several actions write."""
