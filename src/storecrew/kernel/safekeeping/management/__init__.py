"""Commands of `python -m storecrew.config.manage`."""
