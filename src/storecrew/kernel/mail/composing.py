"""Put a letter together once, as HTML and as text: both are made of the same parts, so they cannot say different things.

    compose(Sheet(title=…, parts=(Words("Hello"), Button("See the order", url))), dress_in("en"), language="en")

Whatever people wrote (names, titles, notes) is escaped; the parts hold plain text only.
"""

from dataclasses import dataclass

from django.template.loader import get_template
from django.utils import translation

from storecrew.kernel.mail.dress import Dress
from storecrew.kernel.mail.types import Letter


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; line breaks stay. `strong` paragraphs say what matters most, `small` ones what few read."""

    text: str
    tone: str = ""
    """Empty, `strong`, `warn` or `small`."""
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the letter."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they come to: parcel, carrier, day."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a list, what is said below it in small type, and an amount at the end; any may be empty."""

    title: str
    detail: str = ""
    amount: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Things with amounts, and what they add up to."""

    rows: tuple[Row, ...]
    sums: tuple[Row, ...] = ()
    kind: str = "rows"


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to press, or (`plain`) a link on a line of its own."""

    label: str
    url: str
    plain: bool = False
    kind: str = "button"


type Part = Words | Heading | Facts | Rows | Button


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a letter says. `title` is its subject line and its heading; `preview` is what lists of letters show after it."""

    title: str
    parts: tuple[Part, ...]
    preview: str = ""
    why: str = ""
    """Why the reader gets it, and how it ends: at the foot."""


def compose(sheet: Sheet, dress: Dress, *, to: str, language: str) -> Letter:
    """Return the letter, for programs that show HTML and for those that do not."""
    lang = "zh-Hans" if language == "zh-hans" else language
    with translation.override(language):
        html = get_template("mail/out/letter.html").render({"sheet": sheet, "dress": dress, "lang": lang})
    return Letter(to=to, title=sheet.title, text=_text(sheet, dress), html=html, reply_to=dress.email)


def _text(sheet: Sheet, dress: Dress) -> str:
    blocks = [sheet.title, *(_plain(part) for part in sheet.parts)]
    foot = [line for line in (dress.name, dress.home, dress.hours, dress.legal, sheet.why) if line]
    return "\n\n".join([*blocks, "-- \n" + "\n".join(foot)]) + "\n"


def _plain(part: Part) -> str:
    match part:
        case Words(text=text):
            return text
        case Heading(text=text):
            return f"{text}\n{'-' * min(2 * len(text), 60)}"
        case Facts(rows=rows):
            return "\n".join(f"{label}: {value}" for label, value in rows)
        case Rows(rows=rows, sums=sums):
            return "\n".join([*map(_line, rows), *map(_line, sums)])
        case Button(label=label, url=url):
            return f"{label}:\n{url}"


def _line(row: Row) -> str:
    text = f"{row.title}  {row.amount}".rstrip()
    return f"{text}\n  {row.detail}" if row.detail else text
