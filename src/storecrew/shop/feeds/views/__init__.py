"""Pages of feeds in the console."""
