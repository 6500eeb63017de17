"""The catalogue's pages in the console."""
