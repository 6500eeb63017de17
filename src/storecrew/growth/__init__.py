"""Floor growth: what makes it grow."""
