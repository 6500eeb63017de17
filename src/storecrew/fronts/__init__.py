"""Floor fronts: where people and programs come in."""
