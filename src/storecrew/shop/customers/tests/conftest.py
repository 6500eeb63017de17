"""A few customers of the store that the room's tests share."""

from collections.abc import Callable

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor, nobody, outsider
from storecrew.shop.addresses.types import Address
from storecrew.shop.customers import actions
from storecrew.shop.customers.models import Customer

type Make = Callable[..., Customer]

NANHAI = Address(
    country="CN",
    name="张三",
    phone="13800138000",
    region="广东省",
    city="佛山市",
    district="南海区",
    line1="桂城街道灯湖路8号",
)
LEEDS = Address(country="GB", name="Ann Lee", line1="1 Wharf Street", city="Leeds", postal_code="LS2 7EQ")


@pytest.fixture
def service(company: Company) -> Actor:
    return company.service


@pytest.fixture
def make(service: Actor) -> Make:
    def one(email: str = "ann@example.com", **values: object) -> Customer:
        answer = actions.create(service, actions.CustomerDraft.model_validate({"email": email} | values))
        return Customer.objects.get(pk=answer.customer_id)

    return one


@pytest.fixture
def ann(make: Make) -> Customer:
    return make("ann@example.com", name="Ann Lee", phone="+44 20 7946 0000", language="en", country="GB")


def themselves(customer: Customer) -> Actor:
    """Return a customer as the actor of their own acts."""
    return outsider(customer.subject, address="203.0.113.7")


@pytest.fixture
def stranger(company: Company) -> Actor:
    return nobody(address="203.0.113.9")
