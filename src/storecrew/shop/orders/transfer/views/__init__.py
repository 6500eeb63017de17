"""Pages of this room in the console."""
