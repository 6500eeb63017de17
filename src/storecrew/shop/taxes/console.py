"""What the taxes room registers with the console."""
