"""What the doctor asks of the catalogue: invariants that no constraint can hold."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.catalogue.models import Posting, Price, PriceChange, Product, Variant


@health.check("catalogue.prices")
def prices_equal_their_history(now: datetime) -> Iterable[Finding]:
    """Prove that every price is the newest line of its history."""
    newest = PriceChange.objects.filter(variant=OuterRef("variant"), currency=OuterRef("currency")).order_by(
        "-since", "-pk"
    )
    wrong = Price.objects.annotate(kept=Subquery(newest.values("price_minor")[:1])).filter(
        Q(kept=None) | ~Q(kept=F("price_minor"))
    )
    count = wrong.count()
    if count:
        yield Finding(
            Level.BAD,
            _("%(n)d prices differ from their history.") % {"n": count},
            _("Set these prices again in the grid; the history then says what holds."),
        )
    else:
        yield Finding(Level.GOOD, _("Every price is the newest line of its history."))


@health.check("catalogue.variants")
def products_can_be_bought(now: datetime) -> Iterable[Finding]:
    """Prove that every product has a variant, and that the search knows every product on sale."""
    bare = Product.objects.filter(~Exists(Variant.objects.filter(product=OuterRef("pk"), retired_at=None))).count()
    if bare:
        yield Finding(
            Level.BAD,
            _("%(n)d products have no variant.") % {"n": bare},
            _("Open each and set its options; a product needs at least one variant."),
        )
    else:
        yield Finding(Level.GOOD, _("Every product has a variant."))
    unknown = Product.objects.filter(~Exists(Posting.objects.filter(product=OuterRef("pk"))), status="active").count()
    if unknown:
        yield Finding(
            Level.WARN,
            _("The search does not know %(n)d products on sale.") % {"n": unknown},
            _("Save each of them once; the search learns it with any change."),
        )
