"""The console's pages of the room."""
