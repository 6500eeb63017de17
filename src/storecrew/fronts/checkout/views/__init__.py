"""The pages of bag, checkout and order."""
