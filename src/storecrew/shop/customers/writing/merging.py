"""Move what belongs to one record to another, part by part, and move exactly that back."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from storecrew.kernel.actions.run import Run
from storecrew.shop.customers import merging
from storecrew.shop.customers.models import Address, Customer, CustomerTag, Identity, Note, PrivacyRequest, Session
from storecrew.shop.customers.writing.consents import recount
from storecrew.shop.customers.writing.people import derive

FILLED = ("name", "phone", "language", "country")
"""What the record that is kept takes over where it has nothing itself."""


def move_all(run: Run, gone: Customer, kept: Customer) -> dict[str, Any]:
    """Give everything of `gone` to `kept`; returns what moved, by part."""
    moved: dict[str, Any] = {"fields": _fill(run, gone, kept)}
    for name, rows in _rows(gone, kept).items():
        numbers = sorted(rows.values_list("pk", flat=True))
        if name == "addresses":
            moved["defaults"] = _without_defaults(kept, numbers)
        rows.model._default_manager.filter(pk__in=numbers).update(customer=kept)
        moved[name] = numbers
    for mover in merging.movers():
        moved[mover.name] = mover.move(gone.pk, kept.pk)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    recount(kept)
    return moved


def move_back(run: Run, moved: dict[str, Any], gone: Customer, kept: Customer) -> None:
    """Give `gone` back what it had. What came or went since the merge stays with the record that is kept."""
    gone.merged_into = None
    _empty(run, moved.get("fields", {}), gone, kept)
    for name, model in _MODELS.items():
        rows: QuerySet[Any] = model._default_manager.filter(pk__in=moved.get(name, []), customer=kept)
        if name == "tags":
            rows = rows.exclude(tag__in=CustomerTag.objects.filter(customer=gone).values("tag"))
        rows.update(customer=gone)
    for number, column in moved.get("defaults", []):
        Address.objects.filter(pk=number, customer=gone).update(**{column: True})
    for name, part in moved.items():
        mover = merging.find(name)
        if mover is not None and part is not None:
            mover.move_back(part, gone.pk, kept.pk)
    gone.save()
    recount(kept)
    recount(gone)


_MODELS: dict[str, type[Model]] = {
    "addresses": Address,
    "identities": Identity,
    "tags": CustomerTag,
    "notes": Note,
    "sessions": Session,
    "requests": PrivacyRequest,
}


def _rows(gone: Customer, kept: Customer) -> dict[str, QuerySet[Any]]:
    """Return what moves: not what the other record has already. Consents stay where they are and count for both."""
    own: dict[str, Callable[[], QuerySet[Any]]] = {
        "addresses": lambda: gone.addresses.exclude(fingerprint__in=kept.addresses.values("fingerprint")),
        "identities": lambda: gone.identities.exclude(kind__in=kept.identities.values("kind")),
        "tags": lambda: gone.tag_rows.exclude(tag__in=kept.tag_rows.values("tag")),
        "notes": gone.notes.all,
        "sessions": gone.sessions.all,
        "requests": lambda: gone.privacy_requests.exclude(
            answered_at=None, kind__in=kept.privacy_requests.filter(answered_at=None).values("kind")
        ),
    }
    return {name: rows() for name, rows in own.items()}


def _without_defaults(kept: Customer, numbers: list[int]) -> list[tuple[int, str]]:
    """Let moved addresses not be usual ones where the record that is kept has its own; returns which were."""
    lost = []
    for column in ("default_shipping", "default_billing"):
        moved = Address.objects.filter(pk__in=numbers, **{column: True})
        if kept.addresses.filter(**{column: True}).exists():
            lost += [(number, column) for number in moved.values_list("pk", flat=True)]
            moved.update(**{column: False})
    return lost


def _fill(run: Run, gone: Customer, kept: Customer) -> dict[str, Any]:
    """Take over what only `gone` knows; an e-mail address moves, since it can be in one row only."""
    filled: dict[str, Any] = {}
    for name in FILLED:
        if not getattr(kept, name) and getattr(gone, name):
            filled[name] = getattr(gone, name)
    if gone.email and not kept.email:
        proved = gone.email_proved_at
        filled["email"] = gone.email
        gone.email, gone.email_proved_at = "", None
        derive(gone)
        gone.save()
        kept.email_proved_at = proved
    for name, value in filled.items():
        run.changed(kept.subject, name, old=getattr(kept, name), new=value, personal=True)
        setattr(kept, name, value)
    derive(kept)
    kept.save()
    return filled


def _empty(run: Run, filled: dict[str, Any], gone: Customer, kept: Customer) -> None:
    for name, value in filled.items():
        if getattr(kept, name) != value:
            continue  # put right since: it is theirs now
        run.changed(kept.subject, name, old=value, new="", personal=True)
        setattr(kept, name, "")
        if name == "email":
            gone.email, gone.email_proved_at, kept.email_proved_at = value, kept.email_proved_at, None
    derive(kept)
    kept.save()
    derive(gone)
