"""By when it arrives."""
