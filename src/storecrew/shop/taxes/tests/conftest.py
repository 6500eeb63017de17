"""Rules that the tests of taxes share."""

from datetime import UTC, datetime

import pytest

from storecrew.conftest import Company
from storecrew.kernel.money.types import Money
from storecrew.shop.taxes import actions
from storecrew.shop.taxes.types import Place

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def germany(company: Company) -> Place:
    """VAT of all EU states, and a buyer in Germany."""
    actions.add_sample(company.finance, actions.AddSample(sample="eu"), now=NOW)
    return Place(country="DE", postal_code="10115")
