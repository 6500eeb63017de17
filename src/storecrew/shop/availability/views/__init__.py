"""The pages of availability."""
