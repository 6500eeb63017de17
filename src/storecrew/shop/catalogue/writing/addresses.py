"""Old addresses: they lead to where the thing is now, until something new takes the address."""

from collections.abc import Iterable
from datetime import datetime

from storecrew.shop.catalogue.models import Category, Collection, Product, Redirect, RedirectKind


def leave(kind: RedirectKind, old: str, target: Product | Category | Collection | None, *, at: datetime) -> None:
    """Remember that `old` now leads to `target`, or to nothing any more (None)."""
    leave_many(kind, [(old, target)], at=at)


def leave_many(
    kind: RedirectKind, pairs: Iterable[tuple[str, Product | Category | Collection | None]], *, at: datetime
) -> None:
    """Remember many addresses at once."""
    rows = [
        Redirect(
            kind=kind,
            old=old,
            product=target if isinstance(target, Product) else None,
            category=target if isinstance(target, Category) else None,
            collection=target if isinstance(target, Collection) else None,
            since=at,
        )
        for old, target in pairs
    ]
    Redirect.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "old"],
        update_fields=["product", "category", "collection", "since"],
        batch_size=500,
    )


def take(kind: RedirectKind, *addresses: str) -> None:
    """Forget where these addresses led: something living stands there now."""
    Redirect.objects.filter(kind=kind, old__in=addresses).delete()
