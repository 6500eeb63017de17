"""The pages of keeping up with suppliers."""
