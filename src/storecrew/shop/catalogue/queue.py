"""What the catalogue puts on the lists of web and marketing: things that keep products from being sold, found or read."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue.models import Picture, Product, ProductStatus, Translation
from storecrew.shop.catalogue.reads.console import troubled

SOON = timedelta(days=2)


@queue.source("catalogue.troubles")
def troubles(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name what is missing, one job for each kind of trouble, with its count."""
    shown = Product.objects.exclude(status=ProductStatus.ARCHIVED)
    live = shown.filter(status=ProductStatus.ACTIVE)
    yield from _unpriced(troubled(shown, "no_price").count())
    yield from _undescribed(Picture.objects.filter(product__in=live.values("pk"), alt="").count())
    yield from _unpictured(troubled(live, "no_picture").count())
    yield from _odd(troubled(live, "odd_barcode").count())


@queue.source("catalogue.pictures")
def broken_pictures(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name pictures that could not be fetched."""
    count = Picture.objects.filter(asset=None).exclude(trouble="").count()
    if count:
        yield QueueItem(
            key="catalogue.picture_trouble",
            seat="web",
            title=ngettext("%(n)d picture did not arrive", "%(n)d pictures did not arrive", count) % {"n": count},
            why=_("The address they came from does not answer any more. A product without its picture sells badly."),
            step=Step(label=_("Look at them"), url=_list("no_picture")),
            minutes=10,
            calm=True,
        )


@queue.source("catalogue.planned")
def planned(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Warn of products that go on sale soon and cannot: the job would have to drop the plan."""
    rows = Product.objects.filter(status=ProductStatus.DRAFT, publish_at__isnull=False, publish_at__lte=now + SOON)
    for product in troubled(rows, "no_price").order_by("publish_at", "pk")[:20]:
        yield QueueItem(
            key=f"catalogue.planned:{product.pk}",
            seat="web",
            title=_("“%(title)s” goes on sale soon and has no price") % {"title": product.title},
            why=_("At the planned time it stays a draft unless every variant has a price."),
            step=Step(label=_("Set its price"), url=reverse("catalogue:product", args=[product.pk])),
            url=reverse("catalogue:product", args=[product.pk]),
            due_at=product.publish_at,
            minutes=3,
            subject=product.subject,
        )


@queue.source("catalogue.translations")
def translations(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name what customers of another language cannot read, or read wrongly."""
    store = current()
    if store is None:
        return
    live = Product.objects.filter(status=ProductStatus.ACTIVE)
    for language in store.languages:
        behind = Translation.objects.filter(language=language, behind=True).count()
        done = Translation.objects.filter(object_type="product", field="title", language=language)
        missing = live.exclude(language=language).exclude(pk__in=done.values("object_id")).count()
        url = f"{reverse('catalogue:lag')}?language={language}"
        named = get_language_info(language)["name_translated"]
        if missing:
            yield QueueItem(
                key=f"catalogue.untranslated:{language}",
                seat="marketing",
                title=ngettext(
                    "%(n)d product has no title in %(language)s",
                    "%(n)d products have no title in %(language)s",
                    missing,
                )
                % {"n": missing, "language": named},
                why=_("Customers of that language see the original, and search engines do not show it to them."),
                step=Step(label=_("Translate them"), url=url),
                minutes=min(missing * 2, 120),
                calm=True,
            )
        if behind:
            yield QueueItem(
                key=f"catalogue.behind:{language}",
                seat="marketing",
                title=ngettext(
                    "%(n)d text in %(language)s is behind its original",
                    "%(n)d texts in %(language)s are behind their originals",
                    behind,
                )
                % {"n": behind, "language": named},
                why=_("The original was changed; what customers read there may no longer be true."),
                step=Step(label=_("Bring them up to date"), url=url),
                minutes=min(behind * 2, 120),
            )


def _unpriced(count: int) -> Iterable[QueueItem]:
    if count:
        yield QueueItem(
            key="catalogue.unpriced",
            seat="web",
            title=ngettext("%(n)d product has no price", "%(n)d products have no price", count) % {"n": count},
            why=_("It cannot be sold until every variant has one."),
            step=Step(
                label=ngettext("Set %(n)d price", "Set %(n)d prices", count) % {"n": count},
                url=f"{reverse('catalogue:grid')}?lacks=no_price",
            ),
            url=_list("no_price"),
            minutes=min(2 + count, 60),
        )


def _undescribed(count: int) -> Iterable[QueueItem]:
    if count:
        yield QueueItem(
            key="catalogue.no_alt",
            seat="web",
            title=ngettext("%(n)d picture is not described", "%(n)d pictures are not described", count) % {"n": count},
            why=_("Who cannot see it does not know what it shows, and picture search does not find it."),
            step=Step(label=_("Describe them"), url=_list("no_alt")),
            minutes=min(count, 60),
            calm=True,
        )


def _unpictured(count: int) -> Iterable[QueueItem]:
    if count:
        yield QueueItem(
            key="catalogue.no_picture",
            seat="web",
            title=ngettext("%(n)d product on sale has no picture", "%(n)d products on sale have no picture", count)
            % {"n": count},
            why=_("Hardly anybody buys what they cannot see, and shopping feeds refuse it."),
            step=Step(label=_("Add pictures"), url=_list("no_picture")),
            minutes=min(5 * count, 120),
        )


def _odd(count: int) -> Iterable[QueueItem]:
    if count:
        yield QueueItem(
            key="catalogue.odd_barcode",
            seat="web",
            title=ngettext("%(n)d product has an odd barcode", "%(n)d products have an odd barcode", count)
            % {"n": count},
            why=_("Its check digit or length is wrong: scanners and shopping feeds will not take it."),
            step=Step(label=_("Check the barcodes"), url=f"{reverse('catalogue:grid')}?lacks=odd_barcode"),
            minutes=min(3 * count, 60),
            calm=True,
        )


def _list(trouble: str) -> str:
    return f"{reverse('catalogue:products')}?lacks={trouble}"
