"""What happens by itself: planned sales, jobs on the lists of seats, hits of the search, names, health."""

from datetime import timedelta

from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.pages import links, queue, search
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.health import prices_equal_their_history, products_can_be_bought
from storecrew.shop.catalogue.jobs import sell_on_time
from storecrew.shop.catalogue.models import Price, Product
from storecrew.shop.catalogue.tests.conftest import Make, mug_draft


def test_a_planned_sale_begins_and_ends_once(company: Company, make: Make) -> None:
    now = timezone.now()
    lamp = make("Lamp", on_sale=False)
    plan = actions.Schedule(
        product_id=lamp.pk, publish_at=now + timedelta(hours=1), unpublish_at=now + timedelta(hours=2)
    )
    actions.schedule(company.web, plan)
    sell_on_time(now)
    lamp.refresh_from_db()
    assert lamp.status == "draft"
    for _ in range(2):
        sell_on_time(now + timedelta(hours=1))
    lamp.refresh_from_db()
    assert (lamp.status, lamp.publish_at) == ("active", None)
    for _ in range(2):
        sell_on_time(now + timedelta(hours=2))
    lamp.refresh_from_db()
    assert (lamp.status, lamp.unpublish_at) == ("draft", None)
    by = Entry.objects.filter(actor="system:catalogue.schedule").values_list("action", "outcome")
    assert sorted(by) == [("catalogue.publish", "done"), ("catalogue.unpublish", "done")]


def test_a_plan_that_cannot_be_kept_is_dropped_with_its_reason(company: Company, make: Make) -> None:
    now = timezone.now()
    lamp = make("Lamp", on_sale=False)
    actions.schedule(company.web, actions.Schedule(product_id=lamp.pk, publish_at=now + timedelta(hours=1)))
    variant = lamp.variants.get()
    none = actions.VariantPrice(variant_id=variant.pk, currency="CNY", price_minor=None)
    actions.set_prices(company.web, actions.SetPrices(product_id=lamp.pk, prices=(none,)))
    jobs = {job.key: job for job in queue.gather(company.web, now)}
    assert jobs[f"catalogue.planned:{lamp.pk}"].due_at == now + timedelta(hours=1)
    sell_on_time(now + timedelta(hours=1))
    lamp.refresh_from_db()
    assert (lamp.status, lamp.publish_at) == ("draft", None)


def test_what_is_missing_stands_on_the_lists_of_web_and_marketing(company: Company, make: Make) -> None:
    make("Lamp", on_sale=False, price=None)
    make("Mug")
    web = {job.key for job in queue.gather(company.web, timezone.now())}
    assert {"catalogue.unpriced", "catalogue.no_picture"} <= web
    assert "catalogue.untranslated:zh-hans" in {job.key for job in queue.gather(company.marketing, timezone.now())}
    assert not [job for job in queue.gather(company.finance, timezone.now()) if job.key.startswith("catalogue")]


def test_the_search_finds_products_by_number_first_and_only_for_the_crew(company: Company, make: Make) -> None:
    make("Lamp", sku="LT-1")
    make("Lamp stand lt 1", on_sale=False)
    hits = [hit for hit in search.find(company.service, "LT-1") if hit.url.startswith("/crew/catalogue/")]
    assert (hits[0].title, hits[0].score) == ("Lamp", 1.0)
    assert len(hits) == 2
    assert not [hit for hit in search.find(company.stranger, "lamp") if hit.url.startswith("/crew/catalogue/")]


def test_subjects_have_names_and_pages(company: Company, make: Make) -> None:
    lamp = make("Lamp", sku="LT-1")
    assert links.link(lamp.subject).name == "Lamp"
    assert links.link(f"variant:{lamp.variants.get().pk}").name == "LT-1"
    assert links.link("product:404").name == "product:404"


def test_the_doctor_sees_a_price_that_has_no_history(company: Company) -> None:
    product = Product.objects.get(pk=actions.create(company.web, mug_draft()).product_id)
    now = timezone.now()
    findings = [*prices_equal_their_history(now), *products_can_be_bought(now)]
    assert {finding.level for finding in findings} <= {"good"}
    Price.objects.filter(variant__product=product).update(price_minor=1)
    assert [finding.level for finding in prices_equal_their_history(now)] == ["bad"]
