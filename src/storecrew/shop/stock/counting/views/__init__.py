"""The pages of counting."""
