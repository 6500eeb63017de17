"""What the discounts room puts on seats' lists."""
