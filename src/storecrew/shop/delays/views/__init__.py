"""Pages of delays in the console."""
