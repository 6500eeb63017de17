"""How orders are written down: the parts that several actions share."""
