"""Pages of drop shipments."""
