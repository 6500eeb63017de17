"""Pages for customers, and what machines fetch."""
