"""The gate: what a file changes, which of its rows cannot be taken, and whether it can be right as a whole."""
