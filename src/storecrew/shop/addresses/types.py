"""The door of the room: the address itself and everything that can be asked of one."""

from storecrew.shop.addresses.address import Address, AddressField, Field, Region
from storecrew.shop.addresses.checking import checked
from storecrew.shop.addresses.forms import form_of, regions
from storecrew.shop.addresses.forwarders import Hint, forwarder_hint
from storecrew.shop.addresses.naming import country_name, is_country
from storecrew.shop.addresses.pasted import parse_pasted
from storecrew.shop.addresses.printing import lines, one_line
from storecrew.shop.addresses.telephones import checked_phone

__all__ = [
    "Address",
    "AddressField",
    "Field",
    "Hint",
    "Region",
    "checked",
    "checked_phone",
    "country_name",
    "form_of",
    "forwarder_hint",
    "is_country",
    "lines",
    "one_line",
    "parse_pasted",
    "regions",
]
