"""What returns put on seats' lists."""
