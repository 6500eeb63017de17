"""The pages of the shipping rules."""
