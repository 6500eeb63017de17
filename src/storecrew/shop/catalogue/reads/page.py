"""Products as their pages show them: one by its address, or all of them in parts, for sitemaps and feeds."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Page
from storecrew.shop.catalogue.models import Product, ProductStatus
from storecrew.shop.catalogue.reads.asking import Localised
from storecrew.shop.catalogue.reads.assembly import pages_of
from storecrew.shop.catalogue.reads.choosing import live_products
from storecrew.shop.catalogue.seats import EVERYWHERE, READERS
from storecrew.shop.catalogue.types import ProductPage


class PageQuery(Localised):
    """A product by its address. `preview` shows one that is not on sale, to those who hold a seat."""

    slug: Annotated[str, Field(max_length=255)]
    preview: bool = False


@read("catalogue.product_page", label=_("A product's page"), seats={PUBLIC}, surfaces=EVERYWHERE)
def product_page(ask: Ask, data: PageQuery) -> ProductPage:
    """Show a product on sale with its options, variants, prices, pictures, facts and way from the root of the tree.

    Raises Missing where nothing is on sale at this address; `catalogue.turned` then tells where it leads.
    """
    language, currency = data.settled()
    product = Product.objects.filter(slug=data.slug).first()
    if product is None or not (_on_sale(product, ask.now) or (data.preview and ask.seats & READERS)):
        raise Missing
    return pages_of([product], language=language, currency=currency)[0]


class PagesQuery(Localised):
    """All products on sale, in parts; `cursor` is what the part before answered."""

    cursor: Annotated[str, Field(max_length=20)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    unpriced_too: bool = False


@read("catalogue.product_pages", label=_("All products on sale"), seats={PUBLIC}, surfaces=EVERYWHERE)
def product_pages(ask: Ask, data: PagesQuery) -> Page[ProductPage]:
    """List every product on sale with everything its page shows, in a lasting order: for feeds, sitemaps and exports."""
    language, currency = data.settled()
    if data.cursor and not data.cursor.isdigit():
        raise InvalidInput({"cursor": str(_("Use the cursor of the part before."))})
    rows = live_products(ask.now, currency, unpriced_too=data.unpriced_too).filter(pk__gt=int(data.cursor or 0))
    products = list(rows.order_by("pk")[: data.limit + 1])
    shown = products[: data.limit]
    return Page(
        items=tuple(pages_of(shown, language=language, currency=currency)),
        cursor=str(shown[-1].pk) if len(products) > data.limit else None,
    )


def _on_sale(product: Product, now: datetime) -> bool:
    ends = product.unpublish_at
    return product.status == ProductStatus.ACTIVE and (ends is None or ends > now)
