"""Storecrew 店班: the operating system of a small online store and its team."""
