"""Every page of a store with a past, found by following links: each answers, on every database, and no link is dead."""

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from storecrew.config.demo import build
from storecrew.fronts.storefront.demo import source
from storecrew.fronts.storefront.tests.merchant import problems
from storecrew.fronts.storefront.tests.pages import seen
from storecrew.kernel.actions.types import nobody, person
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue import reads
from storecrew.shop.catalogue.models import Product

pytestmark = [pytest.mark.long]

ORDERS = 60
OF_A_KIND = 3
"""Pages of one kind, such as the pages of single orders, that are opened."""
ENDS = re.compile(r"/(sign-out|media|static|api|mcp)\b")
"""What ends the visit, is served by others, or is proved elsewhere."""


def test_every_link_of_a_store_with_a_past_leads_to_a_page(db: None) -> None:
    build(timezone.now(), orders=ORDERS)
    crew, shopper = Client(), Client()
    crew.force_login(Person.objects.get(email="founder@lamphour.example"))
    assert len(walked(crew, "/crew/")) > 100
    assert len(walked(shopper, "/")) > 10
    everything_is_on_sale_in_both_languages(shopper)


def everything_is_on_sale_in_both_languages(shopper: Client) -> None:
    for currency, language in (("CNY", "zh-hans"), ("USD", "en")):
        found = reads.listing(nobody(), reads.ListQuery(language=language, currency=currency, with_facets=False))
        assert found.total >= 60
    web = person(Person.objects.get(email="noah@lamphour.example").pk)
    products = source.catalogue()["products"]
    brought = set(Product.objects.filter(slug__in=[one["handle"] for one in products]).values_list("pk", flat=True))
    missing = reads.untranslated(web, reads.UntranslatedQuery(language="en")).items
    assert len(brought) == 60
    assert not brought & {one.object_id for one in missing if one.object_type == "product"}
    variants = sum(len(product["variants"]) for product in products)
    assert shopper.get("/feeds/google.xml").getvalue().count(b"<item>") >= variants == 285
    for address in ("/p/washed-linen-bedding/", "/en/p/washed-linen-bedding/", "/en/p/clock-off-mug/"):
        answer = shopper.get(address)
        assert len(answer.content) < 33_000  # a dozen and more variants, with what buyers say
        assert problems(seen(answer).data) == []
    assert "侧把壶" in shopper.get("/search/?q=茶壶").content.decode()
    assert "Side-Handle Teapot" in shopper.get("/en/search/?q=teapto").content.decode()


def walked(client: Client, start: str) -> Counter[str]:
    """Open everything that can be reached by links, a few of each kind; returns how many of which kind."""
    waiting, seen, kinds = deque([start]), {start}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        match = resolve(urlsplit(address).path)
        kind = match.view_name or match.route
        if kinds[kind] >= OF_A_KIND:
            continue
        kinds[kind] += 1
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        body = answer.getvalue()
        if "html" not in answer.headers["Content-Type"]:
            continue
        for link in re.findall(r'href="([^"#]+)', body.decode()):
            there = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            path = f"{there.path}?{there.query}" if there.query else there.path
            if there.netloc == "" and there.path.startswith("/") and not ENDS.search(there.path) and path not in seen:
                seen.add(path)
                waiting.append(path)
    return kinds
