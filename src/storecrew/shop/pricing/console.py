"""What the pricing room registers with the console."""
