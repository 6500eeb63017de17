"""Shops of other systems that tell us of orders by webhook: set one up, give it its secret, hold it, take it away."""

import secrets as chance
from typing import Annotated, Literal
from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private, Surface
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.secrets import encrypt
from storecrew.kernel.store.reads import current
from storecrew.shop.orders.transfer.models import Source
from storecrew.shop.orders.transfer.seats import CONNECTORS
from storecrew.shop.orders.transfer.signing import BOTH_FOR

FACES = frozenset({Surface.WEB, Surface.REST, Surface.CLI})


class _Facts(Input):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    domain: Annotated[str, Field(max_length=200)] = ""
    """Of the shop, such as lamps.myshopify.com; messages of another one are then not believed."""
    takes_open: bool = False
    """Orders still to be sent are sent from here: they take stock."""
    currency: Annotated[str, Field(max_length=3)] = ""
    zone: Annotated[str, Field(max_length=60)] = ""


class AddSource(_Facts):
    """A shop. `shop` tells several of one system apart, and is the same word that their files are imported with."""

    system: Literal["shopify", "woocommerce"]
    shop: Annotated[str, Field(pattern="^[a-z0-9-]{0,20}$")] = ""
    secret: Annotated[str, Private, Field(max_length=200)] = ""
    """As the system shows it; empty: one is made, to be given to it."""


class Added(Output):
    """A shop. `secret` is shown this once; `path` is where it sends to."""

    source_id: int
    path: str
    secret: Annotated[str, Private]


@action("orders.add_source", label=gettext_lazy("Let a shop tell of its orders"), seats=CONNECTORS, surfaces=FACES)
def add_source(run: Run, data: AddSource) -> Added:
    """Set up a shop of Shopify or WooCommerce whose webhooks tell of its orders."""
    store = current()
    if store is None:
        raise Refused(_("Set up the store first: its languages and currency are needed."), code="not_set_up")
    secret = data.secret.strip() or chance.token_urlsafe(32)
    row = Source(
        system=data.system,
        shop=data.shop,
        token=chance.token_urlsafe(18),
        secret=encrypt(secret),
        language=store.languages[0],
        currency=store.currency,
        zone=str(work_calendar().zone),
        created_at=run.now,
    )
    _write(run, row, data)
    return Added(source_id=row.pk, path=path_of(row), secret=secret)


class EditSource(_Facts):
    """A shop, described anew."""

    source_id: int


@action(
    "orders.edit_source", label=gettext_lazy("Change a shop that tells of its orders"), seats=CONNECTORS, surfaces=FACES
)
def edit_source(run: Run, data: EditSource) -> Nothing:
    """Change what is known of a shop."""
    _write(run, _source(run, data.source_id), data)
    return Nothing()


class SetSecret(Input):
    """A new secret for a shop; empty: one is made."""

    source_id: int
    secret: Annotated[str, Private, Field(max_length=200)] = ""


@action("orders.set_source_secret", label=gettext_lazy("New secret of a shop"), seats=CONNECTORS, surfaces=FACES)
def set_secret(run: Run, data: SetSecret) -> Added:
    """Replace the secret that a shop signs with. For three days the old one is taken as well."""
    row = _source(run, data.source_id)
    secret = data.secret.strip() or chance.token_urlsafe(32)
    row.old_secret, row.old_secret_until = row.secret, run.now + BOTH_FOR
    if not row.secret:
        row.old_secret_until = None
    row.secret = encrypt(secret)
    run.changed(row.subject, "secret", old="•••", new="••• (new)")
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return Added(source_id=row.pk, path=path_of(row), secret=secret)


class OneSource(Input):
    """A shop."""

    source_id: int


@action("orders.pause_source", label=gettext_lazy("Stop listening to a shop"), seats=CONNECTORS, surfaces=FACES)
def pause_source(run: Run, data: OneSource) -> Nothing:
    """Take in no messages of a shop for now. It is told so, and sends them again later for as long as it does."""
    row = _source(run, data.source_id)
    run.changed(row.subject, "on", old=row.paused_at is None, new=False)
    row.paused_at = row.paused_at or run.now
    row.save(update_fields=["paused_at"])
    return Nothing()


@action("orders.resume_source", label=gettext_lazy("Listen to a shop again"), seats=CONNECTORS, surfaces=FACES)
def resume_source(run: Run, data: OneSource) -> Nothing:
    """Take in messages of a shop again."""
    row = _source(run, data.source_id)
    run.changed(row.subject, "on", old=row.paused_at is None, new=True)
    row.paused_at = None
    row.save(update_fields=["paused_at"])
    return Nothing()


@action("orders.remove_source", label=gettext_lazy("Take a shop away"), seats=CONNECTORS, surfaces=FACES)
def remove_source(run: Run, data: OneSource) -> Nothing:
    """Take a shop away: its secrets are erased, its orders and its log stay."""
    row = _source(run, data.source_id)
    run.changed(row.subject, "name", old=row.name, new=None)
    row.removed_at, row.secret, row.old_secret, row.old_secret_until = run.now, "", "", None
    row.save()
    return Nothing()


def path_of(row: Source) -> str:
    """Return where a shop sends to, below the store's own address."""
    return f"/hooks/orders/{row.token}/"


def _source(run: Run, source_id: int) -> Source:
    row = Source.objects.shown().select_for_update().filter(pk=source_id).first()
    if row is None:
        raise Missing(_("There is no such shop."))
    run.about(row.subject)
    return row


def _write(run: Run, row: Source, data: _Facts) -> None:
    if data.currency and not is_currency(data.currency):
        raise InvalidInput({"currency": _("There is no currency with this code. Use one such as CNY or USD.")})
    if data.zone and data.zone not in available_timezones():
        raise InvalidInput({"zone": _("There is no such time zone. Use one such as Asia/Shanghai.")})
    domain = data.domain.strip().removeprefix("https://").removeprefix("http://").strip("/").casefold()
    news = {"name": data.name, "domain": domain, "takes_open": data.takes_open}
    news |= {name: value for name, value in (("currency", data.currency), ("zone", data.zone)) if value}
    before = {name: getattr(row, name) for name in news}
    for name, value in news.items():
        setattr(row, name, value)
    row.save()
    for name, value in news.items():
        run.changed(row.subject, name, old=before[name] or None, new=value)
