"""What the discounts room registers with the console."""
