"""Price cuts can be sent to a second human: by depth, below cost, and through the grid as well."""

import pytest

from storecrew.kernel.actions.errors import Parked
from storecrew.kernel.approvals.actions import Decide, SetRule, decide, set_rule
from storecrew.kernel.approvals.execution import carry_out
from storecrew.kernel.approvals.models import Request
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Price, Product, Variant
from storecrew.shop.catalogue.writing.grid import Cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(make) -> Product:
    """A lamp for ¥99.00."""
    return make("Lamp", price=9900, sku="LAMP")


@pytest.fixture(autouse=True)
def rules(company) -> None:
    """Cuts of ¥20.00 a piece and more, and every price below cost, ask the director."""
    set_rule(
        company.director,
        SetRule(action="catalogue.set_prices", kind="cut", currency="CNY", from_minor=2000, seat="director"),
    )
    set_rule(company.director, SetRule(action="catalogue.set_prices", kind="below_cost", seat="director"))
    set_rule(
        company.director,
        SetRule(action="catalogue.bulk_edit", kind="cut", currency="CNY", from_minor=2000, seat="director"),
    )


def price(lamp: Product) -> int:
    return Price.objects.get(variant__product=lamp, currency="CNY").price_minor


def change(actor, lamp: Product, minor: int) -> None:
    variant = Variant.objects.get(product=lamp)
    row = actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=minor)
    actions.set_prices(actor, actions.SetPrices(product_id=lamp.pk, prices=(row,)))


def test_small_cuts_and_rises_run_at_once(company, lamp) -> None:
    change(company.marketing, lamp, 7901)
    assert price(lamp) == 7901
    change(company.marketing, lamp, 19900)
    assert price(lamp) == 19900


def test_a_deep_cut_waits_for_the_director_and_then_happens_once(company, lamp) -> None:
    with pytest.raises(Parked) as parked:
        change(company.marketing, lamp, 7900)
    request = Request.objects.get()
    assert (request.amount_minor, request.currency, request.kind, request.subject) == (
        2000,
        "CNY",
        "cut",
        f"product:{lamp.pk}",
    )
    decide(company.director, Decide(request=parked.value.request, approve=True))
    carry_out(parked.value.request, request.asked_at)
    assert price(lamp) == 7900


def test_an_edit_of_the_product_meanwhile_voids_the_request(company, lamp) -> None:
    with pytest.raises(Parked) as parked:
        change(company.marketing, lamp, 5000)
    actions.edit(company.web, actions.Edit(product_id=lamp.pk, title="Better lamp"))
    assert decide(company.director, Decide(request=parked.value.request, approve=True)).state == "void"
    assert price(lamp) == 9900


def test_the_grid_is_no_way_around(company, lamp) -> None:
    variant = Variant.objects.get(product=lamp)
    cell = Cell(product_id=lamp.pk, variant_id=variant.pk, field="price:CNY", text="50")
    with pytest.raises(Parked):
        actions.bulk_edit(company.marketing, actions.BulkEdit(cells=(cell,)))
    assert price(lamp) == 9900


def test_a_price_below_cost_waits_however_small_the_cut(company, lamp) -> None:
    Variant.objects.filter(product=lamp).update(cost_minor=9850, cost_currency="CNY")
    with pytest.raises(Parked):
        change(company.marketing, lamp, 9800)
    assert Request.objects.get().kind == "below_cost"
