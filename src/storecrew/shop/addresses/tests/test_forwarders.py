"""Addresses of forwarders are noticed, and homes are left alone."""

import pytest

from storecrew.shop.addresses.types import Address, forwarder_hint

HOME = {"country": "US", "name": "Ann Lee", "line1": "12 Oak Street", "city": "Portland", "region": "OR"}


@pytest.mark.parametrize(
    ("changes", "code", "weight"),
    [
        ({"line1": "4283 Express Lane", "line2": "Suite ABC-123456", "postal_code": "34249"}, "suite_code", 3),
        ({"line1": "100 Harbour Road Ste CN12345", "postal_code": "97030"}, "suite_code", 2),
        ({"name": "Ann Lee CNX-883421"}, "code_in_name", 2),
        ({"company": "Planet Express"}, "firm", 3),
        ({"postal_code": "97230"}, "town", 1),
        ({"country": "CN", "line1": "灯湖路8号集运仓A12"}, "firm", 3),
    ],
)
def test_each_sign_has_a_reason_and_a_weight(changes, code, weight) -> None:
    hint = forwarder_hint(Address(**{**HOME, **changes}))
    assert hint is not None
    assert (hint.code, hint.weight) == (code, weight)
    assert hint.sentence


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"line2": "Apt 12B"},
        {"line2": "Suite 400"},
        {"line2": "Unit 1204"},
        {"company": "Oak & Sons 1998"},
        {"country": "CN", "line1": "桂城街道灯湖路8号3栋501"},
    ],
)
def test_homes_and_offices_give_no_hint(changes) -> None:
    assert forwarder_hint(Address(**{**HOME, **changes})) is None
