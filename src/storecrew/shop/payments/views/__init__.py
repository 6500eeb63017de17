"""The console's pages of payments."""
