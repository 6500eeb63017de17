"""What can be asked about customers."""

from storecrew.shop.customers.reads.account import link, newest_consents, open_requests
from storecrew.shop.customers.reads.duplicates import Pair, pairs
from storecrew.shop.customers.reads.looking import find_customers
from storecrew.shop.customers.reads.people import CustomerQuery, customer, sessions, view, views, whose
from storecrew.shop.customers.reads.privacy import PersonalData, PersonalSection, personal_data

__all__ = [
    "CustomerQuery",
    "Pair",
    "PersonalData",
    "PersonalSection",
    "customer",
    "find_customers",
    "link",
    "newest_consents",
    "open_requests",
    "pairs",
    "personal_data",
    "sessions",
    "view",
    "views",
    "whose",
]
