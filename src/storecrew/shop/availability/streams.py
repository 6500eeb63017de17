"""What people call the streams in which suppliers speak."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.types import Text

WORDS: Final[dict[str, Text]] = {
    "feed": pgettext_lazy("stream", "their files"),
    "push": pgettext_lazy("stream", "their system"),
    "portal": pgettext_lazy("stream", "their own page"),
    "person": pgettext_lazy("stream", "somebody here"),
    "order": pgettext_lazy("stream", "an order found it"),
}
HELD: Final = ".held"


def spoken(name: str) -> str:
    """Return what a stream is called on pages; one that nobody foresaw by its own name."""
    kind, _colon, rest = name.partition(":")
    word = WORDS.get(kind)
    if word is None:
        return name
    return _("%(stream)s, a row that cannot be read") % {"stream": word} if rest.endswith(HELD) else str(word)
