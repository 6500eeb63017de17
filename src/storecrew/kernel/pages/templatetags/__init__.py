"""The kit in templates."""
