"""What can be asked about customers."""

from storecrew.shop.customers.reads.people import CustomerQuery, customer, view, views, whose

__all__ = ["CustomerQuery", "customer", "view", "views", "whose"]
