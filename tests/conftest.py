"""Tests of the whole house use the same company as the rooms."""

from storecrew.conftest import company

__all__ = ["company"]
