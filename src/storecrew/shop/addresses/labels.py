"""What each field is called: a state is no province, and a prefecture is neither."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.shop.addresses.places import Country

REGION: dict[str, Callable[[], str]] = {
    "area": lambda: pgettext("part of an address", "Area"),
    "county": lambda: pgettext("part of an address", "County"),
    "department": lambda: pgettext("part of an address", "Department"),
    "district": lambda: pgettext("part of an address", "District"),
    "do_si": lambda: pgettext("part of an address", "Province or city"),
    "emirate": lambda: pgettext("part of an address", "Emirate"),
    "island": lambda: pgettext("part of an address", "Island"),
    "oblast": lambda: pgettext("part of an address", "Oblast"),
    "parish": lambda: pgettext("part of an address", "Parish"),
    "prefecture": lambda: pgettext("part of an address", "Prefecture"),
    "province": lambda: pgettext("part of an address", "Province"),
    "state": lambda: pgettext("part of an address", "State"),
}
CITY: dict[str, Callable[[], str]] = {
    "city": lambda: pgettext("part of an address", "City"),
    "district": lambda: pgettext("part of an address", "District"),
    "post_town": lambda: pgettext("part of an address", "Town or city"),
    "suburb": lambda: pgettext("part of an address", "Suburb"),
}
DISTRICT: dict[str, Callable[[], str]] = {
    "district": lambda: pgettext("part of an address", "District or county"),
    "neighborhood": lambda: pgettext("part of an address", "Neighbourhood"),
    "suburb": lambda: pgettext("part of an address", "Suburb"),
    "townland": lambda: pgettext("part of an address", "Townland"),
    "village_township": lambda: pgettext("part of an address", "Village or township"),
}
POSTAL: dict[str, Callable[[], str]] = {
    "eircode": lambda: "Eircode",
    "pin": lambda: _("PIN code"),
    "postal": lambda: _("Postal code"),
    "zip": lambda: _("ZIP code"),
}


def label(country: Country, field: str) -> str:
    """Return what the field is called in this country."""
    head = country.head
    match field:
        case "region":
            return REGION[head["state_name_type"]]()
        case "city":
            return CITY[head["locality_name_type"]]()
        case "district":
            return DISTRICT[head["sublocality_name_type"]]()
        case "postal_code":
            return POSTAL[head["zip_name_type"]]()
        case "line1":
            return _("Street and number") if country.code != "CN" else _("Street, building and door")
        case "line2":
            return _("Flat, floor, building")
        case "company":
            return _("Company")
        case "phone":
            return _("Telephone") if country.code != "CN" else _("Mobile number")
        case "country":
            return _("Country or region")
    return _("Name of the recipient")


def missing(country: Country, field: str) -> str:
    """Return the sentence for a required field that is empty."""
    if field == "line1":
        return _("Write the street and number.")
    if field == "region" and country.places():
        return _("%(field)s: choose one from the list.") % {"field": label(country, field)}
    if field == "postal_code" and country.postal_examples:
        return _("%(field)s is needed, such as %(example)s.") % {
            "field": label(country, field),
            "example": country.postal_examples[0],
        }
    return _("%(field)s is needed.") % {"field": label(country, field)}
