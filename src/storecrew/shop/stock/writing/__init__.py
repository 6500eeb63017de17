"""What the actions of stock share: locking levels, choosing warehouses, moving pieces, reckoning what they cost."""
