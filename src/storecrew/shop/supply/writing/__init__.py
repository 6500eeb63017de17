"""What the actions of this room share."""
