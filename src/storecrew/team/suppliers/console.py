"""What this room registers with the console: menu, names of objects, search."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.team.suppliers.models import Favour, Greeting, Problem, Proposal, Suggestion
from storecrew.team.suppliers.seats import READERS

menu.register(MenuItem("suppliers", _("Keeping up with suppliers"), "meeting", "suppliers:index", READERS, order=31))


def _ids(numbers: Iterable[str]) -> list[int]:
    return [int(number) for number in numbers if number.isdigit()]


def _problems(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Problem.objects.filter(pk__in=_ids(numbers))
    return {str(row.pk): Link(str(row), reverse("suppliers:problem", args=[row.pk]), "warn") for row in rows}


def _greetings(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Greeting.objects.filter(pk__in=_ids(numbers)).select_related("contact")
    return {str(row.pk): Link(row.contact.name, reverse("suppliers:greetings"), "mail") for row in rows}


def _favours(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Favour.objects.filter(pk__in=_ids(numbers))
    return {
        str(row.pk): Link(row.what, f"{reverse('suppliers:supplier', args=[row.supplier_id])}#help", "people")
        for row in rows
    }


def _suggestions(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Suggestion.objects.filter(pk__in=_ids(numbers)).select_related("supplier")
    return {str(row.pk): Link(row.supplier.name, reverse("suppliers:problems"), "warn") for row in rows}


def _proposals(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Proposal.objects.filter(pk__in=_ids(numbers)).select_related("supplier")
    return {
        str(row.pk): Link(row.supplier.name, reverse("suppliers:supplier", args=[row.supplier_id]), "sliders")
        for row in rows
    }


links.register("problem", lambda number: _problems([number]).get(number), many=_problems, seats=READERS)
links.register("greeting", lambda number: _greetings([number]).get(number), many=_greetings, seats=READERS)
links.register("favour", lambda number: _favours([number]).get(number), many=_favours, seats=READERS)
links.register("suggestion", lambda number: _suggestions([number]).get(number), many=_suggestions, seats=READERS)
links.register("threshold_proposal", lambda number: _proposals([number]).get(number), many=_proposals, seats=READERS)
links.register(
    "yardstick", lambda _n: Link(str(_("How suppliers are measured")), reverse("suppliers:measured"), "sliders")
)
links.register(
    "rhythm", lambda tier: Link(str(_("Rhythm of tier %s")) % tier.upper(), reverse("suppliers:rhythm"), "clock")
)


@search.source("suppliers.problems")
def problems(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find problems by number, words or lot."""
    if not allows(actor, name="suppliers.problems", seats=READERS, at=timezone.now()):
        return
    digits = text.upper().removeprefix("SP-")
    which = Q(title__icontains=text) | Q(lot__iexact=text)
    which |= Q(pk=int(digits)) if digits.isdigit() and len(digits) < 10 else Q(pk=0)  # noqa: PLR2004  a number it can be
    for row in Problem.objects.filter(which).select_related("supplier").order_by("-pk")[:limit]:
        exact = text.upper() == row.number
        yield Hit(
            title=row.title,
            url=reverse("suppliers:problem", args=[row.pk]),
            icon="warn",
            detail=f"{row.number} · {row.supplier.name} · {row.get_state_display()}",
            score=1.0 if exact else 0.6,
            kind=pgettext_lazy("suppliers", "Problem"),
        )
