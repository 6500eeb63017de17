"""Measurements of the house, each with its floor or peer in the same run. `storecrew bench` runs them all."""
