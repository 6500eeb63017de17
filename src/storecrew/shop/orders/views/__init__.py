"""The console's pages of orders."""
