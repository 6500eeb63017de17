"""A form is its action's input: same rules, same words, once."""

from typing import Annotated, Literal

import pytest
from django.template import engines
from pydantic import Field, field_validator

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, Input, Output
from storecrew.kernel.pages.forms import form_of


class Order(Input):
    sku: Annotated[str, Field(min_length=1, max_length=20)]
    pieces: Annotated[int, Field(ge=1, le=99)] = 1
    way: Literal["air", "sea"] = "sea"
    fragile: bool = False
    note: Annotated[str, Field(max_length=500)] = ""

    @field_validator("sku")
    @classmethod
    def _no_blanks(cls, value: str) -> str:
        if " " in value:
            raise ValueError("A SKU has no blanks.")
        return value


class Ordered(Output):
    number: int


@pytest.fixture
def order(db, monkeypatch):
    monkeypatch.setattr(registry, "_actions", dict(registry._actions))
    done: list[Order] = []

    @action("samples.order", label="Order", seats={ANYONE})
    def run_order(run: Run, data: Order) -> Ordered:
        """Order something."""
        if data.sku == "TAKEN":
            raise InvalidInput({"sku": "Another order has this SKU."})
        if data.sku == "CLOSED":
            raise Refused("The supplier is closed until Monday.")
        done.append(data)
        return Ordered(number=len(done))

    run_order_done = done
    form = form_of(
        run_order,
        labels={"sku": "SKU", "pieces": "Pieces", "way": "Way", "fragile": "Fragile", "note": "Note"},
        hints={"sku": "As on the shelf."},
    )
    return form, run_order_done


def drawn(form) -> str:
    return engines["django"].from_string("{% load pages %}{% fields form %}").render({"form": form})


def test_fields_follow_from_the_input(order) -> None:
    form, _done = order
    page = drawn(form())
    assert 'maxlength="20"' in page
    assert 'type="number"' in page
    assert "<textarea" in page  # up to 500 characters
    assert '<select name="way"' in page
    assert page.count("(optional)") == 3
    assert 'aria-describedby="id_sku_hint"' in page


def test_a_good_form_runs_its_action(order, company) -> None:
    form, done = order
    sent = form({"sku": "BC-L", "pieces": "3", "way": "air"})
    answer = sent.run(company.web)
    assert answer == Ordered(number=1)
    assert done == [Order(sku="BC-L", pieces=3, way="air")]


def test_an_empty_optional_field_leaves_the_default_of_the_input(order, company) -> None:
    form, done = order
    form({"sku": "BC-L", "pieces": "", "way": ""}).run(company.web)
    assert done == [Order(sku="BC-L")]


def test_what_the_input_refuses_stands_at_its_field_and_in_the_summary(order, company) -> None:
    form, done = order
    sent = form({"sku": "BC L", "pieces": "1", "way": "sea"})
    assert sent.run(company.web) is None
    page = drawn(sent)
    assert page.count("A SKU has no blanks.") == 2
    assert 'href="#id_sku"' in page
    assert 'aria-invalid="true"' in page
    assert "autofocus" in page
    assert not done


def test_what_the_action_finds_wrong_stands_at_its_field(order, company) -> None:
    form, _done = order
    sent = form({"sku": "TAKEN", "pieces": "1", "way": "sea"})
    assert sent.run(company.web) is None
    assert sent.errors["sku"] == ["Another order has this SKU."]


def test_a_refusal_stands_on_top(order, company) -> None:
    form, _done = order
    sent = form({"sku": "CLOSED", "pieces": "1", "way": "sea"})
    assert sent.run(company.web) is None
    assert sent.non_field_errors() == ["The supplier is closed until Monday."]


def test_a_form_sent_twice_runs_once(order, company) -> None:
    form, done = order
    values = {"sku": "BC-L", "pieces": "1", "way": "sea", "once": "4711"}
    assert form(values).run(company.web) == form(values).run(company.web)
    assert len(done) == 1


def test_a_form_sent_again_with_other_words_asks_before_it_runs_a_second_time(order, company) -> None:
    form, done = order
    values = {"sku": "BC-L", "pieces": "1", "way": "sea", "once": "4711"}
    form(values).run(company.web)
    second = form({**values, "pieces": "2"})
    assert second.run(company.web) is None
    assert len(done) == 1
    assert form({**values, "pieces": "2", "once": second.data["once"]}).run(company.web) == Ordered(number=2)


def test_a_field_without_a_label_is_a_mistake_of_the_programmer(order) -> None:
    form, _done = order
    with pytest.raises(TypeError, match="no label for"):
        form_of(form.action, labels={"sku": "SKU"})
