"""What the pricing room puts on seats' lists."""
