"""What is printed: our own label with its barcode, and the packing slip in the buyer's language."""
