"""Where a source is asked: what each kind needs to be told, and what is wrong with it."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.shop.feeds.fetching import mail, sftp, storecrew, web
from storecrew.shop.feeds.fetching.base import check_server
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.types import Kind

TOLD: Final[Mapping[str, frozenset[str]]] = {
    Kind.UPLOAD: frozenset(),
    Kind.PUSH: frozenset(),
    Kind.FOLDER: frozenset({"folder"}),
    Kind.WEB: frozenset({"url", "user"}),
    Kind.SFTP: frozenset({"host", "port", "user", "path", "pattern"}),
    Kind.MAIL: frozenset({"host", "port", "user", "path", "pattern", "senders", "vouched_by"}),
    Kind.STORECREW: frozenset({"url"}),
}
"""What a kind is told of where it asks, besides its secret."""
WITH_SECRET: Final = frozenset({Kind.WEB, Kind.SFTP, Kind.MAIL, Kind.STORECREW})
WHERE: Final = ("url", "folder", "host", "port", "user", "path", "pattern", "senders", "vouched_by")


class Whereabouts(Protocol):
    """What an action was told; see the fields of `feeds.add_source`."""

    @property
    def secret(self) -> str | None:
        """Return the password, key or token."""


def whereabouts(kind: str, data: Whereabouts) -> dict[str, Any]:
    """Return what is kept: of other kinds' facts nothing."""
    kept: dict[str, Any] = {}
    for name in WHERE:
        value = getattr(data, name) if name in TOLD[kind] else None
        if name == "senders":
            value = " ".join((value or "").replace(",", " ").split())
        kept[name] = value if name == "port" else (value or "").strip()
    return kept


def check_whereabouts(row: Source, data: Whereabouts) -> None:
    """Raise InvalidInput where a source could never be asked; a name that is not known today may be tomorrow."""
    told = whereabouts(row.kind, data)
    has_secret = bool(data.secret) or (data.secret is None and bool(row.secret))
    wrong: dict[str, str] = {}
    match row.kind:
        case Kind.FOLDER if not told["folder"]:
            wrong["folder"] = _("Say which folder is watched.")
        case Kind.WEB:
            wrong["url"] = web.check_address(told["url"])
        case Kind.STORECREW:
            wrong["url"] = storecrew.check_address(told["url"])
            wrong["secret"] = "" if has_secret else _("Without a token it answers nothing.")
        case Kind.SFTP:
            wrong["host"] = check_server(told["host"], told["port"], usual=sftp.PORT)
            wrong["user"] = "" if told["user"] else _("Say as whom we sign in.")
            wrong["path"] = "" if told["path"] else _("Say which file or folder is fetched.")
            wrong["secret"] = (
                sftp.check_secret(data.secret) if has_secret else _("A password or a private key is needed.")
            )
        case Kind.MAIL:
            wrong["host"] = check_server(told["host"], told["port"], usual=mail.PORT)
            wrong["user"] = "" if told["user"] else _("Say as whom we sign in.")
            wrong["senders"] = mail.check_senders(told["senders"])
            wrong["secret"] = "" if has_secret else _("A password is needed.")
    if wrong := {name: sentence for name, sentence in wrong.items() if sentence}:
        raise InvalidInput(wrong)
