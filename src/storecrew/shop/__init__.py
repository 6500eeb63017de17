"""Floor shop: what is traded."""
