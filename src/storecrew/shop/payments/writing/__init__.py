"""What the actions of this room share when they write."""
