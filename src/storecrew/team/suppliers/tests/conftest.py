"""A shop whose lamps come from two suppliers, and buyers who complain about them."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor, outsider
from storecrew.kernel.people.models import Person
from storecrew.shop.returns.models import Return
from storecrew.shop.returns.tests.conftest import LATER, NOW, Desk, desk, house, lasting_desk, shop
from storecrew.shop.supply import actions as supply
from storecrew.team.suppliers import actions, reads
from storecrew.team.suppliers.models import Problem
from storecrew.team.suppliers.types import ProblemView

__all__ = ["LATER", "NOW", "Desk", "Keeping", "desk", "house", "lasting_desk", "picture", "shop", "theirs"]

SignIn = Callable[..., Client]


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 24), colour).save(out, "PNG")
    return out.getvalue()


def theirs(supplier_id: int) -> Actor:
    """Return the supplier who answers by themselves."""
    return outsider(f"supplier:{supplier_id}")


@dataclass
class Keeping:
    """What whoever keeps up with suppliers does all day."""

    company: Company
    supplier_id: int
    other_id: int
    contact_id: int

    @property
    def keeper(self) -> Actor:
        return self.company.warehouse

    def problem(self, *, now: Any = LATER, **values: Any) -> Problem:
        data = {"supplier_id": self.supplier_id, "fault": "defective", "title": "Lamps flicker", "asked": "credit"}
        form = actions.RaiseProblem.model_validate(data | values)
        return Problem.objects.get(pk=actions.raise_problem(self.keeper, form, now=now).problem_id)

    def sent(self, *, now: Any = LATER, **values: Any) -> Problem:
        row = self.problem(now=now, **values)
        actions.send_problem(self.keeper, actions.SendProblem(problem_id=row.pk, by_mail=False), now=now)
        return Problem.objects.get(pk=row.pk)

    def answer(self, row: Problem, outcome: str, *, actor: Actor | None = None, now: Any = LATER, **values: Any) -> Any:
        data = actions.AnswerProblem.model_validate({"problem_id": row.pk, "outcome": outcome, **values})
        return actions.answer_problem(actor or theirs(row.supplier_id), data, now=now)

    def view(self, row: Problem) -> ProblemView:
        found = reads.find(row.pk, LATER)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def lasting_keeping(lasting_company: Company) -> Keeping:
    return keep(lasting_company)


@pytest.fixture
def keeping(lasting_keeping: Keeping, company: Company) -> Keeping:
    """Return a store with two suppliers, at one of which somebody is known."""
    return replace(lasting_keeping)


def keep(company: Company) -> Keeping:
    def add(code: str, name: str, tier: str) -> int:
        data = {"code": code, "name": name, "country": "CN", "currency": "CNY", "tier": tier}
        return supply.add_supplier(company.warehouse, supply.SupplierForm.model_validate(data), now=NOW).supplier_id

    supplier_id, other_id = add("ZS", "中山灯饰", "a"), add("YW", "义乌百货", "c")
    contact = {
        "supplier_id": supplier_id,
        "name": "林姐",
        "language": "zh-hans",
        "birth_month": 3,
        "birth_day": 8,
        "channels": [{"kind": "email", "address": "lin@zs.example"}, {"kind": "wechat", "address": "lin-zs"}],
    }
    made = supply.add_contact(company.warehouse, supply.AddContact.model_validate(contact), now=NOW)
    return Keeping(company, supplier_id, other_id, made.contact_id)


@pytest.fixture(scope="module")
def lasting_complaint(lasting_desk: Desk) -> Return:
    desk = lasting_desk
    row = desk.approved(desk.piece(reason="defective"))
    row = desk.receive(row, disposition="destroy", condition="broken")
    desk.refund(row)
    return desk.fresh(row)


@pytest.fixture
def complaint(lasting_complaint: Return, desk: Desk) -> Return:
    """A lamp that does not work, granted, received and written off, its price given back."""
    return desk.fresh(lasting_complaint)


@pytest.fixture
def signed_in() -> SignIn:
    def sign_in(actor: Actor, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return sign_in
