"""Pages of wish lists."""
