"""Storecrew 店班: the operating system of a small online store and its team."""

__version__ = "0.1.0"
