"""Take in tax rates from another shop system's file."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.taxes.actions.writing import class_of, touch
from storecrew.shop.taxes.events import TaxRulesChanged
from storecrew.shop.taxes.models import Area, Rate, Zone
from storecrew.shop.taxes.seats import EVERYWHERE, KEEPERS
from storecrew.shop.taxes.woocommerce import BadLine, NoRates, RateLine, parse


class ImportRates(Input):
    """The text of a file of tax rates as WooCommerce exports it; `name` is the file's."""

    text: Annotated[str, Field(max_length=5_000_000)]
    name: Annotated[str, Field(max_length=120)] = ""


class RowSaid(Output):
    """What became of a row. `column` and `value` say where it could not be understood."""

    line: int
    outcome: Literal["done", "known", "refused"]
    reason: str = ""
    column: str = ""
    value: str = ""


class RatesImported(Output):
    """How many rates were added, were there already, and could not be taken; and what became of each row."""

    done: int
    known: int
    refused: int
    rows: tuple[RowSaid, ...]


@action(
    "taxes.import_rates",
    label=gettext_lazy("Import tax rates"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
    previews=True,
)
def import_rates(run: Run, data: ImportRates) -> RatesImported:
    """Import tax rates from a file that WooCommerce exported. Good rows go in once, however often the file is sent."""
    try:
        lines = list(parse(data.text))
    except NoRates as error:
        raise InvalidInput({"text": str(error)}) from error
    run.about("taxes:1")
    rows = [_bad(line) if isinstance(line, BadLine) else _take(line, data.name) for line in lines]
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in ("done", "known", "refused")}
    if counts["done"]:
        run.changed("taxes:1", "imported", old=None, new=f"{counts['done']} · {data.name}")
        touch(run, "import")
    return RatesImported(rows=tuple(rows), **counts)


def _bad(line: BadLine) -> RowSaid:
    return RowSaid(line=line.line, outcome="refused", reason=line.reason, column=line.column, value=line.value[:80])


def _take(line: RateLine, name: str) -> RowSaid:
    zone, made = Zone.objects.get_or_create(name=line.zone, defaults={"source": name})
    if made:
        Area.objects.bulk_create(
            Area(zone=zone, country=line.country, region=line.region, postcodes=line.postcodes, city=city)
            for city in (line.cities or ("",))
        )
    kind = class_of(line.tax_class[:40])
    holding = Rate.objects.filter(zone=zone, tax_class=kind, priority=line.priority, ends_on=None).first()
    if holding is None:
        Rate.objects.create(
            zone=zone,
            tax_class=kind,
            name=line.name,
            percent=line.percent,
            priority=line.priority,
            compound=line.compound,
            shipping=line.shipping,
        )
        return RowSaid(line=line.line, outcome="done")
    same = (holding.name, holding.percent, holding.compound, holding.shipping) == (
        line.name,
        line.percent,
        line.compound,
        line.shipping,
    )
    if same:
        return RowSaid(line=line.line, outcome="known", reason=_("This rate is kept already."))
    reason = _("Another rate of this place, class and priority holds: %(rate)s. End it first.") % {"rate": holding}
    return RowSaid(line=line.line, outcome="refused", reason=reason, column="Rate %", value=str(line.percent))
