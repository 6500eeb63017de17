"""The pages of the warehouse seat."""
