"""The pages of the tax rules."""
