"""What feeds show in the console's shell: menu, names of objects, and a way to find them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search, wording
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.kernel.pages.wording import Word
from storecrew.shop.feeds import reads
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.seats import READERS
from storecrew.shop.feeds.types import State

menu.register(MenuItem("feeds", _("Suppliers' feeds"), "truck", "feeds:sources", READERS, order=34))


def _source(number: str) -> Link | None:
    """`feed:7`, and the stream `feed:7.held` of what it could not say any more."""
    number = number.partition(".")[0]
    row = Source.objects.filter(pk=number).select_related("supplier").first() if number.isdigit() else None
    if row is None:
        return None
    return Link(f"{row.supplier.name} · {row.name}", reverse("feeds:source", args=[row.pk]), "truck")


def _version(number: str) -> Link | None:
    row = Version.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("feeds:version", args=[row.pk]), "truck") if row else None


links.register("feed", _source, seats=READERS)
links.register("feed_version", _version, seats=READERS)

wording.register(
    "feed",
    {
        "name": pgettext_lazy("source", "Name"),
        "url": pgettext_lazy("web source", "Address"),
        "folder": _("Folder"),
        "host": _("Server"),
        "port": _("Port"),
        "path": _("File or folder there"),
        "pattern": _("Names of files"),
        "host_key": _("Key of the server"),
        "senders": _("Whose mails are opened"),
        "vouched_by": _("Mail server that confirms the sender"),
        "user": _("User name"),
        "site_id": _("Warehouse"),
        "secret": _("Password, key or token"),
        "address": _("Address to push to"),
        "every_minutes": _("Asked every so many minutes"),
        "expected_hours": _("Expected every so many hours"),
        "own_time": _("What counts is when they wrote it"),
        "reading": _("How files are read"),
        "mapping": _("What columns mean"),
        "version": _("Version that holds"),
        "on": _("Listened to"),
        "next_at": _("Asked next"),
    },
)
wording.register(
    "feed_version", {"state": Word(pgettext_lazy("version", "State"), values=dict(State.choices)), "file": _("File")}
)


@search.source("feeds.sources")
def find(actor: Actor, text: str, limit: int) -> Iterator[Hit]:
    """Find sources by their name and their supplier's."""
    try:
        rows = reads.sources(actor, reads.SourcesQuery()).items
    except ActionError:
        return
    wanted = text.casefold()
    for row in rows:
        if wanted in f"{row.name} {row.supplier}".casefold():
            url = reverse("feeds:source", args=[row.source_id])
            kind = translate("Supplier's feed")
            yield Hit(title=f"{row.supplier} · {row.name}", url=url, icon="truck", kind=kind, detail="", score=0.6)
