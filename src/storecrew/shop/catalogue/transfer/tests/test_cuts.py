"""A file that cuts prices asks whom the grid would ask, before anything of it comes in."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Parked
from storecrew.kernel.approvals.actions import Decide, SetRule, decide, set_rule
from storecrew.kernel.approvals.execution import carry_out
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.jobs.running import run_to_end
from storecrew.shop.catalogue.models import Price
from storecrew.shop.catalogue.transfer.actions import CheckImport, OneImport, check_import, run_import
from storecrew.shop.catalogue.transfer.models import Import
from storecrew.shop.catalogue.transfer.presenting import cuts_said
from storecrew.shop.catalogue.transfer.tests.conftest import Importer

pytestmark = pytest.mark.django_db
HEADER = "Handle,Title,Variant SKU,Variant Price,Cost per item,Status\n"


def file(lamp: str, mug: str = "40.00") -> bytes:
    rows = f"lamp,Lamp,LAMP,{lamp},20.00,active\nmug,Mug,MUG,{mug},10.00,active\n"
    return (HEADER + rows).encode()


@pytest.fixture(autouse=True)
def goods(company: Company, importer: Importer) -> None:
    """A lamp for $100.00 and a mug for $40.00; cuts of $20.00 a piece, and any price below cost, ask the director."""
    importer(file("100.00"))
    for kind, minor in (("cut", 2000), ("below_cost", 0)):
        rule = {"action": "catalogue.run_import", "kind": kind, "currency": "USD", "from_minor": minor}
        set_rule(company.director, SetRule.model_validate(rule | {"seat": "director"}))


def lamp() -> int:
    return Price.objects.get(variant__sku="LAMP").price_minor


def test_small_cuts_and_rises_come_in_at_once(importer: Importer) -> None:
    importer(file("81.00", "55.00"))
    assert lamp() == 8100


def test_a_deep_cut_waits_and_comes_in_once_it_is_approved(company: Company, importer: Importer) -> None:
    row = importer.take(file("70.00", "39.00"))
    assert (row.cuts["prices"], row.cuts["minor"], row.cuts["sku"], row.cuts["below"]) == (2, 3000, "LAMP", False)
    with pytest.raises(Parked) as parked:
        importer.run(row)
    request = Request.objects.get()
    assert (request.amount_minor, request.currency, request.kind, request.subject) == (3000, "USD", "cut", row.subject)
    assert lamp() == 10000
    decide(company.director, Decide(request=parked.value.request, approve=True))
    carry_out(parked.value.request, request.asked_at)
    row.refresh_from_db()
    run_to_end(row.work_id or 0)
    assert lamp() == 7000


def test_the_deepest_cut_is_the_one_of_the_largest_share(importer: Importer) -> None:
    row = importer.take(file("85.00", "30.00"))
    assert (row.cuts["sku"], row.cuts["minor"], row.cuts["was"]) == ("MUG", 1000, 4000)


def test_any_price_below_cost_asks(importer: Importer) -> None:
    with pytest.raises(Parked):
        importer.run(importer.take(file("90.00", "9.99")))
    assert Request.objects.get().kind == "below_cost"


def test_a_file_checked_again_voids_what_was_asked(company: Company, importer: Importer) -> None:
    row = importer.take(file("70.00"))
    with pytest.raises(Parked) as parked:
        run_import(company.web, OneImport(import_id=row.pk))
    Import.objects.filter(pk=row.pk).update(cuts={**row.cuts, "checked_at": row.cuts["checked_at"] - 60})
    assert decide(company.director, Decide(request=parked.value.request, approve=True)).state == "void"
    assert lamp() == 10000


def test_reading_a_file_again_weighs_it_again(company: Company, importer: Importer) -> None:
    row = importer.take(file("70.00"))
    check_import(company.web, CheckImport(import_id=row.pk))
    row.refresh_from_db()
    assert row.cuts == {}
    run_to_end(row.work_id or 0)
    row.refresh_from_db()
    assert row.cuts["minor"] == 3000


def test_a_file_sent_by_a_program_waits_as_well(importer: Importer) -> None:
    row = importer.take(file("70.00"))
    Import.objects.filter(pk=row.pk).update(choices={**row.choices, "go": True}, state="checking")
    check_import(importer.actor, CheckImport(import_id=row.pk))
    row.refresh_from_db()
    Import.objects.filter(pk=row.pk).update(choices={**row.choices, "go": True})
    work = run_to_end(row.work_id or 0)
    row.refresh_from_db()
    assert (work.state, row.state, Request.objects.count()) == ("done", "checked", 1)


def test_the_page_says_how_deep_the_prices_fall(importer: Importer) -> None:
    row = importer.take(file("70.00", "39.00"))
    said = cuts_said(row)
    assert "LAMP" in said
    assert "$100.00" in said
    assert "$70.00" in said
    assert cuts_said(importer.take(file("100.00"))) == ""
