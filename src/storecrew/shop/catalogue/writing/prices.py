"""Set prices: the current row, the line in history, the range that lists use, and the announcement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Max, Min, Q
from django.db.models.aggregates import Count

from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue.events import PriceChanged
from storecrew.shop.catalogue.models import Price, PriceChange, PriceRange, Variant


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A price to be set; None in `price_minor` takes it away."""

    variant: Variant
    currency: str
    price_minor: int | None
    compare_at_minor: int | None


def set_prices(run: Run, prices: Iterable[NewPrice]) -> int:
    """Set prices of any number of variants in a fixed number of queries; returns how many really changed."""
    wanted = {(new.variant.pk, new.currency): new for new in prices}
    current = {
        (price.variant_id, price.currency): price
        for price in Price.objects.select_for_update().filter(variant_id__in={key[0] for key in wanted})
    }
    changed = {key: new for key, new in wanted.items() if _differs(current.get(key), new)}
    if not changed:
        return 0
    for key, new in changed.items():
        _announce(run, current.get(key), new)
    _write(current, changed)
    PriceChange.objects.bulk_create(
        (
            PriceChange(
                variant_id=variant_id,
                currency=currency,
                price_minor=new.price_minor,
                compare_at_minor=new.compare_at_minor if new.price_minor is not None else None,
                since=run.now,
                by=run.actor.ref,
                cause=run.uid,
            )
            for (variant_id, currency), new in changed.items()
        ),
        batch_size=500,
    )
    refresh_ranges({new.variant.product_id for new in changed.values()})
    return len(changed)


def refresh_ranges(product_ids: Iterable[int]) -> None:
    """Work out anew the cheapest and dearest variant of products, in three queries."""
    ids = sorted(set(product_ids))
    rows = (
        Price.objects.filter(variant__product_id__in=ids, variant__retired_at=None)
        .values("variant__product_id", "currency")
        .annotate(
            low=Min("price_minor"),
            high=Max("price_minor"),
            reduced=Count("pk", filter=Q(compare_at_minor__gt=F("price_minor"))),
        )
        .order_by("variant__product_id", "currency")
    )
    ranges = [
        PriceRange(
            product_id=row["variant__product_id"],
            currency=row["currency"],
            low_minor=row["low"],
            high_minor=row["high"],
            reduced=bool(row["reduced"]),
        )
        for row in rows
    ]
    PriceRange.objects.filter(product_id__in=ids).delete()
    PriceRange.objects.bulk_create(ranges, batch_size=500)


def _differs(old: Price | None, new: NewPrice) -> bool:
    if old is None:
        return new.price_minor is not None
    return (old.price_minor, old.compare_at_minor) != (new.price_minor, new.compare_at_minor)


def _write(current: Mapping[tuple[int, str], Price], changed: Mapping[tuple[int, str], NewPrice]) -> None:
    added, edited, gone = [], [], []
    for key, new in changed.items():
        old = current.get(key)
        if new.price_minor is None:
            gone.append(current[key].pk)
        elif old is None:
            added.append(
                Price(
                    variant=new.variant,
                    currency=new.currency,
                    price_minor=new.price_minor,
                    compare_at_minor=new.compare_at_minor,
                )
            )
        else:
            old.price_minor, old.compare_at_minor = new.price_minor, new.compare_at_minor
            edited.append(old)
    Price.objects.filter(pk__in=gone).delete()
    Price.objects.bulk_create(added, batch_size=500)
    Price.objects.bulk_update(edited, ["price_minor", "compare_at_minor"], batch_size=500)


def _money(minor: int | None, currency: str) -> dict[str, str | int] | None:
    """Return an amount in the form in which audit rows keep money."""
    return None if minor is None else {"minor": minor, "currency": currency}


def _announce(run: Run, old: Price | None, new: NewPrice) -> None:
    subject = f"product:{new.variant.product_id}"
    before = old.price_minor if old else None
    crossed = old.compare_at_minor if old else None
    name, currency = new.variant.sku or str(new.variant.pk), new.currency
    run.changed(subject, f"price {name}", old=_money(before, currency), new=_money(new.price_minor, currency))
    run.changed(
        subject, f"compare-at {name}", old=_money(crossed, currency), new=_money(new.compare_at_minor, currency)
    )
    if before != new.price_minor:
        run.emit(
            PriceChanged(
                product_id=new.variant.product_id,
                variant_id=new.variant.pk,
                currency=new.currency,
                old_minor=before,
                new_minor=new.price_minor,
            ),
            subject=subject,
        )


def by_product(variants: Iterable[Variant]) -> dict[int, list[Variant]]:
    """Group variants by their product."""
    grouped: dict[int, list[Variant]] = defaultdict(list)
    for variant in variants:
        grouped[variant.product_id].append(variant)
    return grouped
