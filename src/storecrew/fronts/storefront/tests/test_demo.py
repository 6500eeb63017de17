"""The demo store: everything of its files is on sale, in both languages, and every link of it leads somewhere."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.fronts.storefront.demo import source
from storecrew.fronts.storefront.demo.build import build
from storecrew.fronts.storefront.tests.conftest import NOW
from storecrew.fronts.storefront.tests.merchant import problems
from storecrew.fronts.storefront.tests.pages import seen
from storecrew.kernel.actions.types import nobody
from storecrew.shop.catalogue import reads


@pytest.fixture
def demo(company: Company) -> Client:
    """Build the demo store, and return a visitor's browser."""
    build(company.web, NOW)
    return Client()


def test_sixty_products_are_on_sale_in_two_languages_and_every_link_leads_somewhere(
    demo: Client, company: Company
) -> None:
    for currency, language in (("CNY", "zh-hans"), ("USD", "en")):
        found = reads.listing(nobody(), reads.ListQuery(language=language, currency=currency, with_facets=False))
        assert found.total == 60
    assert reads.untranslated(company.web, reads.UntranslatedQuery(language="en")).items == ()
    variants = sum(len(product["variants"]) for product in source.catalogue()["products"])
    assert demo.get("/feeds/google.xml").getvalue().count(b"<item>") == variants == 285
    for start in ("/", "/en/"):
        page = seen(demo.get(start))
        for address in {urlsplit(link).path for link in page.links if link.startswith("/")}:
            assert demo.get(address, follow=True).status_code == 200, address  # the account leads strangers to its door
    for address in ("/p/washed-linen-bedding/", "/en/p/washed-linen-bedding/", "/en/p/clock-off-mug/"):
        answer = demo.get(address)
        assert len(answer.content) < 30_000
        assert problems(seen(answer).data) == []
    assert "侧把壶" in demo.get("/search/?q=茶壶").content.decode()
    assert "Side-Handle Teapot" in demo.get("/en/search/?q=teapto").content.decode()
