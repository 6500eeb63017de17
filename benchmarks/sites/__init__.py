"""Sites that measurements serve."""
