"""What can be asked about customers."""

from storecrew.shop.customers.reads.people import CustomerQuery, customer, sessions, view, views, whose

__all__ = ["CustomerQuery", "customer", "sessions", "view", "views", "whose"]
