"""Every change of the shipping rules."""
