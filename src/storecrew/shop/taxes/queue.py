"""What the taxes room puts on seats' lists."""
