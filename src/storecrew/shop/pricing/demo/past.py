"""Price thousands of baskets of the past by the one reckoning: everything it rests on is asked for once, not per basket.

Prices are those of today, as the catalogue keeps no others by currency; taxes, exchange rates and coupons are of the day.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from storecrew.kernel.store.reads import current
from storecrew.kernel.store.types import Profile
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Sold
from storecrew.shop.discounts.demo.past import Coupons
from storecrew.shop.discounts.reads import Prepared
from storecrew.shop.discounts.types import Basket
from storecrew.shop.pricing.goods import Converter, Good, Goods, priced
from storecrew.shop.pricing.quoting import quoted
from storecrew.shop.pricing.supply import SUPPLIER, Supply
from storecrew.shop.pricing.types import Quote, QuoteQuery
from storecrew.shop.promise.types import Ask, Window
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as suppliers
from storecrew.shop.taxes import reads as taxes


class PastPrices:
    """What baskets of the past cost. `coupons` remembers who used what; nobody is relieved of taxes."""

    def __init__(self, variant_ids: Sequence[int], currencies: Sequence[str], at: datetime, coupons: Coupons) -> None:
        store = current()
        assert store is not None  # noqa: S101  the demo is set up
        self.store = store
        self._coupons = coupons
        self._variants, self._currencies, self._at = set(variant_ids), list(currencies), at
        self._sold: dict[str, dict[int, Sold]] = {}
        self._changes = taxes.days_of_change()
        self._rules: dict[int, taxes.Rules] = {}
        self._warehouse_id: int | None = None
        theirs = [place.warehouse_id for place in stock.open_warehouses() if place.kind == SUPPLIER]
        self._sites = suppliers.sites_at(theirs)

    def quote(self, data: QuoteQuery, *, warehouse_id: int | None, now: datetime) -> Quote:
        """Return what a basket cost that left from this warehouse; None: from several."""
        self._warehouse_id = warehouse_id
        return quoted(data, self.store, self, now)

    def sold(self, language: str) -> dict[int, Sold]:
        """Return what is sold, in a language."""
        if language not in self._sold:
            self._sold[language] = catalogue.sold(
                self._variants, language=language, currencies=self._currencies, at=self._at
            )
        return self._sold[language]

    # what a quote asks

    def rules(self, store: Profile, at: datetime) -> taxes.Rules:
        """Return the tax rules of that day."""
        on = at.astimezone(ZoneInfo(store.time_zone)).date()
        since = bisect_right(self._changes, on)
        if since not in self._rules:
            self._rules[since] = taxes.rules(at, store=store)
        return self._rules[since]

    def relief(self, customer_id: int | None, at: datetime) -> tuple[taxes.Relief, ...]:
        """Return nothing: everybody is charged."""
        return ()

    def goods(self, data: QuoteQuery, base: str, at: datetime) -> Goods:
        """Return the lines with their prices."""
        return priced(data, self.sold(data.language), Converter(data.currency, base, at.date()))

    def supply(self, lines: Sequence[Good], data: QuoteQuery, currency: str, at: datetime) -> Supply:
        """Return where it left from: it did, so it was there. A supplier's parcel leaves in the supplier's own days."""
        site = self._sites.get(self._warehouse_id or 0)
        if site is None:
            return Supply((), self._warehouse_id)
        too_late = site.cut_off is not None and at.astimezone(ZoneInfo(self.store.time_zone)).time() > site.cut_off
        place = site.warehouse_id
        days = {place: site.handling_days + too_late}
        return Supply((), place, theirs=days, suppliers={place: site.supplier_id})

    def coupons(self, basket: Basket, codes: Sequence[str], at: datetime) -> Prepared:
        """Return the coupons that the basket named or met."""
        return self._coupons.prepared(basket, codes, at)

    def arrivals(self, asks: Sequence[Ask], at: datetime) -> Sequence[Window | None]:
        """Return nothing: what was promised then is reckoned by whoever writes the orders down."""
        return [None] * len(asks)
