"""The desks in templates."""
