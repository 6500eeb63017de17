"""Suppliers' invoices: entered, laid beside what was ordered and what came, paid. A part of the room of buying."""
