"""Pages of returns in the console."""
