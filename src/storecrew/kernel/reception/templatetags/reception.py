"""The demo store's sign-in lines: `{% demo_people as people %}`."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from storecrew.kernel.actions import registry
from storecrew.kernel.people.seats import LABELS, Seat

register = template.Library()


@register.simple_tag
def demo_people() -> list[dict[str, Any]]:
    """Return whom one can sign in as in the demo store; nobody in a real one."""
    if not settings.ENVIRONMENT.demo:
        return []
    try:
        people = json.loads((settings.DATA / "demo.json").read_text(encoding="utf-8"))["people"]
    except (OSError, ValueError, KeyError):  # the demo is still being made
        return []
    return [{**one, "what": _in_words(one["role"])} for one in people]


def _in_words(role: str) -> str:
    words = role.replace(",", " ").split()
    seats = [str(LABELS[Seat(word)]) for word in words if word in list(Seat)]
    owner = [_("hands out seats")] if "owner" in words else []
    return " · ".join([*seats, *owner]) or _("no seat: is refused")


@register.filter
def operation(name: str) -> str:
    """Return what an action or a read is called; its name if the program no longer has it."""
    found = registry.find_action(name) or registry.find_read(name)
    return str(found.label) if found else name
