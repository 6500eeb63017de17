"""Goods in a coupon's form: those it has as boxes that can be unticked, and new ones by name, SKU or address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.shop.catalogue import reads as catalogue


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the goods or groups that a coupon is about; `value` is what its box sends."""

    value: str
    name: str
    kind: str


def kept(values: Iterable[str]) -> list[dict[str, object]]:
    """Return the conditions that ticked boxes mean (`goods|collection:5`); what is garbled is left out."""
    found: list[dict[str, object]] = []
    for value in values:
        role, _bar, subject = value.partition("|")
        target, _colon, number = subject.partition(":")
        if number.isdigit():
            found.append({"role": role, "target": target, "number": int(number)})
    return found


def added(text: str, role: str) -> tuple[list[dict[str, object]], list[str]]:
    """Return the conditions that lines mean, and a sentence for each line that means nothing or too much."""
    found: list[dict[str, object]] = []
    problems: list[str] = []
    for line in (line.strip() for line in text.replace("，", "\n").splitlines()):
        if not line:
            continue
        candidates = catalogue.find_goods(line)
        exact = [one for one in candidates if one[1].casefold() == line.casefold()] or candidates
        # a product with one variant often has its name or address for a SKU: the product is meant then
        exact = [one for one in exact if not one[0].startswith("variant:")] or exact
        if len(exact) == 1:
            target, _colon, number = exact[0][0].partition(":")
            found.append({"role": role, "target": target, "number": int(number)})
        elif exact:
            names = ", ".join(name for _subject, name in exact[:4])
            problems.append(_("“%(text)s” could be %(names)s. Write it out.") % {"text": line, "names": names})
        else:
            problems.append(_("No product, collection or category is called “%(text)s”.") % {"text": line})
    return found, problems


def shown(conditions: Iterable[Mapping[str, object]], language: str) -> dict[str, list[Chosen]]:
    """Return conditions by role, with their names, for the boxes."""
    rows = list(conditions)
    names = catalogue.named({f"{one['target']}:{one['number']}" for one in rows}, language)
    labels = {
        "product": _("Product"),
        "variant": _("Variant"),
        "collection": _("Collection"),
        "category": _("Category"),
    }
    found: dict[str, list[Chosen]] = {"goods": [], "but": [], "get": []}
    for one in rows:
        subject = f"{one['target']}:{one['number']}"
        chosen = Chosen(f"{one['role']}|{subject}", names.get(subject, _("gone")), labels[str(one["target"])])
        found[str(one["role"])].append(chosen)
    return found
