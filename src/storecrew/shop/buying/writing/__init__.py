"""What the actions of buying share."""
