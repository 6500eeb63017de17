"""What this room's actions share."""
