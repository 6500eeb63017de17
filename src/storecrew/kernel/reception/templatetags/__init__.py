"""This room in templates."""
