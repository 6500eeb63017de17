"""How delays and offers are written."""
