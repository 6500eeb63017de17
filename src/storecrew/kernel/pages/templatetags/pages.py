"""The kit in templates: `{% load pages %}`. docs/console.md lists every tag with an example."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.templatetags.money import amount, money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import formats, links, sheets
from storecrew.kernel.pages import shell as frames
from storecrew.kernel.pages.fields import Field, field_of
from storecrew.kernel.pages.types import Link, Text, Tone
from storecrew.kernel.pages.wording import Wording
from storecrew.kernel.people.seats import LABELS, Seat

register = template.Library()
register.filter("money", money)
register.filter("amount", amount)


# ---------- the frame ----------


@register.simple_tag(takes_context=True)
def shell(context: Context) -> frames.Shell:
    """Return the frame of the page: `{% shell as shell %}`."""
    return frames.build(context.get("request"))


@register.simple_tag
def sheet_hash() -> str:
    """Return the hash in the address of the console's style sheet."""
    return sheets.console().hash


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> SafeString:
    """Render a block of the page once more, or find that it is empty: `{% again "side" as side %}`."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return SafeString(block.nodelist.render(context).strip() if block else "")


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return the page's query string with some values changed: `<a href="{% query sort="name" page=None %}">`.

    None and the empty text drop a value, a list gives several.
    """
    request: HttpRequest = context["request"]
    asked = request.GET.copy()
    for key, value in changes.items():
        asked.pop(key, None)
        if isinstance(value, list | tuple):
            asked.setlist(key, [str(item) for item in value])
        elif value not in (None, ""):
            asked[key] = str(value)
    return f"?{asked.urlencode()}"


# ---------- icons, seats, people ----------


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon of the sprite; `size` "s" is 16 px.

    It is decoration only: a word stands beside it, or the button has a label.
    """
    extra = " i--s" if size == "s" else ""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        extra,
        static("pages/icons.svg"),
        name,
    )


@register.simple_tag
def plate(seat: str, state: str = "", size: str = "") -> SafeString:
    """Draw a seat's plate: `state` is "" (held), "in" (the reader is in it) or "vacant"; `size` "l" is large."""
    extra = "".join(f" plate--{part}" for part in (state, size) if part)
    return format_html(
        '<span class="plate{}" aria-hidden="true">{}</span>',
        extra,
        icon(f"seat-{seat}"),
    )


@register.simple_tag
def chop(name: str, kind: str = "", size: str = "") -> SafeString:
    """Draw a person's chop: `kind` is "" (a colleague), "out" (an outsider) or "agent"; `size` "s" or "l"."""
    extra = "".join(f" chop--{part}" for part in (kind, size) if part)
    return format_html('<span class="chop{}" aria-hidden="true">{}</span>', extra, frames.initial(name))


@register.filter
def seat_name(seat: str) -> Text:
    """Return a seat's name in the reader's language."""
    return LABELS[Seat(seat)]


@register.simple_tag
def status(text: Text, tone: str = Tone.NEUTRAL) -> SafeString:
    """Draw a status: a word with its shape and colour. Tones: neutral, half, good, warn, bad."""
    extra = "" if tone == Tone.NEUTRAL else f" tag--{tone}"
    return format_html('<span class="tag{}">{}</span>', extra, text)


@register.simple_tag
def subject_link(subject: str) -> Link:
    """Return the name and page of an object: `{% subject_link "product:7" as product %}`."""
    return links.link(subject)


# ---------- numbers and times ----------


@register.filter
def figure(value: Money | None) -> SafeString:
    """Return money as a figure: the currency sign in muted weight."""
    if value is None:
        return SafeString("–")
    return muted_sign(format_money(value))


def muted_sign(text: str) -> SafeString:
    """Return written money with what stands before its digits in muted weight."""
    head = next((index for index, mark in enumerate(text) if mark.isdigit()), 0)
    return format_html('<span class="cur">{}</span>{}', text[:head], text[head:])


@register.filter
def number(value: float | None, digits: int = 0) -> str:
    """Return a number with the reader's separators and a true minus sign; missing is a dash."""
    return formats.number(value, digits)


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """Return a share (0.941) as a percentage."""
    return formats.percent(value, digits)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """Return a time as "09:14 · 2 h ago", with the full stamp on hovering."""
    return formats.moment_html(value)


@register.filter
def clock(value: datetime | None) -> SafeString:
    """Return the hour and minute in the reader's time zone, with the full stamp on hovering."""
    return formats.clock_html(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """Return a date as "24 Nov" or "11月24日"; with the year when it is another one."""
    return formats.day(value)


# ---------- tables ----------


@register.inclusion_tag("pages/parts/table.html", takes_context=True)
def table(context: Context, page: Any) -> Mapping[str, Any]:
    """Draw an index table: `{% table page %}` with a `TablePage`."""
    return {"page": page, "request": context["request"], "csrf_token": context.get("csrf_token")}


# ---------- forms ----------


@register.inclusion_tag("pages/parts/field.html")
def field(bound: BoundField, width: str = "", label: Text = "", hint: Text = "") -> dict[str, Field]:
    """Draw a field of a form: label, control, hint, error. `width`: xs, s, m, or "" for the full column."""
    return {"field": field_of(bound, width=width, label=label, hint=hint)}


@register.inclusion_tag("pages/parts/errors.html")
def errors(form: Any) -> Mapping[str, Any]:
    """Draw the summary of a form's errors (focused, each with a link to its field) and its hidden fields."""
    return {"form": form}


@register.inclusion_tag("pages/parts/fields.html")
def fields(form: Any) -> Mapping[str, Any]:
    """Draw a whole form: summary, hidden fields, every field in order."""
    return {"form": form}


@register.filter
def worded(name: str, kind: str) -> str:
    """Return how rooms call a field of a kind of object, in the reader's language: `{{ "mail"|worded:"act" }}`."""
    return Wording(()).field(f"{kind}:", name)
