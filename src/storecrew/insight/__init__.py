"""Floor insight: what it came to, and what to do next."""
