"""Pages of returns for buyers."""
