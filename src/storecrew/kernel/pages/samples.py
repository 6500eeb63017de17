"""What the living styleguide shows: real words of a shop that sells lamps, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.money.formatting import locale_of
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.charts import (
    Bars,
    Day,
    Funnel,
    Heat,
    Interval,
    Line,
    Meter,
    Part,
    Series,
    Spark,
    Stacked,
)
from storecrew.kernel.pages.charts.types import Role
from storecrew.kernel.pages.sheets import FOLDER
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Moment, Tone

COLOURS = (
    *("canvas", "surface", "tint", "line", "line-strong", "ink", "ink-muted", "accent", "on-accent", "accent-soft"),
    *("thread", "good", "good-soft", "warn", "warn-soft", "bad", "bad-soft", "gain", "loss"),
)


def icons() -> list[str]:
    """Return the names of all icons of the sprite that are no seat's."""
    text = (FOLDER / "icons.svg").read_text()
    names = [part.split('"')[0] for part in text.split('<symbol id="i-')[1:]]
    return [name for name in names if not name.startswith("seat-")]


class OrderForm(forms.Form):
    """A form with everything a form can have, and one thing wrong."""

    note = forms.CharField(
        label=gettext_lazy("Note to the supplier"), required=False, help_text=gettext_lazy("The supplier reads it.")
    )
    price = forms.DecimalField(label=gettext_lazy("Price of one"), min_value=1)
    source = forms.ChoiceField(
        label=gettext_lazy("Ship from"),
        choices=[("foshan", gettext_lazy("Foshan Jinchuan")), ("own", gettext_lazy("Own stock"))],
    )
    together = forms.ChoiceField(
        label=gettext_lazy("Parcels"),
        choices=[("one", gettext_lazy("All together")), ("each", gettext_lazy("Each when it is ready"))],
        widget=forms.RadioSelect,
        initial="one",
    )
    switch = forms.BooleanField(
        label=gettext_lazy("After 40 hours without an answer, ship from elsewhere"), required=False, initial=True
    )


def order_form() -> OrderForm:
    """Return the form as it comes back with an error."""
    form = OrderForm({"note": _("Answer by six o'clock"), "price": "0", "source": "foshan", "together": "one"})
    form.is_valid()
    return form


def day(now: datetime) -> Day:
    """Return a warehouse's day."""
    start = timezone.localtime(now).replace(hour=8, minute=0, second=0, microsecond=0)

    def at(hour: float) -> datetime:
        return start + timedelta(hours=hour - 8)

    moments = [
        Moment(at(8.5), _("stock-take"), done=True),
        Moment(at(11), _("print labels")),
        Moment(at(15), _("weekly meeting"), until=at(15.9)),
        Moment(at(16), _("cut-off")),
        Moment(at(20), _("Black Friday mail")),
    ]
    return Day(say=_("A day in the warehouse"), start=start, end=at(22), moments=moments, now=at(9.25))


def weekdays() -> list[str]:
    """Return the short names of the days, Monday first."""
    names = locale_of().days["format"]["abbreviated"]
    return [str(names[number]) for number in range(7)]


def charts() -> dict[str, object]:
    """Return one chart of each kind."""
    weeks = [formats.day(timezone.localdate() + timedelta(weeks=index - 6)) for index in range(20)]
    known = [128.0, 131, 140, 136, 149, None, 186]
    ahead = [150.0, 172, 181, 186, 178, 149, 124, 80, 32, 41, 52, 66, 74]
    low = [None] * 6 + [186.0, 141, 158, 163, 163, 151, 118, 90, 43, 10, 15, 23, 34, 40]
    high = [None] * 6 + [186.0, 160, 188, 199, 208, 204, 180, 158, 117, 54, 67, 81, 98, 108]
    days = weekdays()
    hours = [str(hour) for hour in range(0, 24, 2)]
    return {
        "line": Line(
            title=_("Cash falls below the floor in January"),
            say=_("Cash for twenty weeks: 186 now, lowest 32 in eight weeks, below the floor of 40"),
            unit=_("thousand yuan"),
            labels=weeks,
            series=[
                Series(_("cash"), [*known, *ahead]),
                Series(
                    _("with 320 lamps"),
                    [None] * 6 + [186.0, 160, 178, 187, 193, 187, 164, 142, 104, 61, 68, 77, 88, 95],
                    Role.WAS,
                ),
            ],
            now=6,
            low=low,
            high=high,
            floor=40,
            floor_name=_("floor 40"),
            height=220,
        ),
        "bars": Bars(
            title=_("Orders a day"),
            say=_("Orders on seven days: most on Saturday, 62"),
            labels=days,
            values=[38, 41, 35, 44, 57, 62, 51],
            tones=[None] * 5 + [Tone.GOOD, None],
            goal=45,
            goal_name=_("planned 45"),
        ),
        "stacked": Stacked(
            title=_("Orders by where the goods come from"),
            say=_("Own stock ships about a third of all orders"),
            labels=days,
            series=[
                Series(_("own stock"), [12, 14, 11, 15, 18, 20, 17]),
                Series(_("Foshan"), [16, 15, 14, 17, 22, 25, 20]),
                Series(_("others"), [10, 12, 10, 12, 17, 17, 14]),
            ],
        ),
        "heat": Heat(
            title=_("When orders come in"),
            say=_("Most orders come on Friday and Saturday from 14 to 20"),
            unit=_("last eight weeks"),
            rows=days,
            columns=hours,
            values=[[(row + 1) * max(0, 8 - abs(column - 8)) for column in range(12)] for row in range(6)]
            + [[None, None, *([9.0] * 10)]],
            every=3,
        ),
        "funnel": Funnel(
            title=_("From visit to payment"),
            say=_("Of 6,412 visitors 206 paid"),
            steps=[_("visited"), _("put in the cart"), _("paid")],
            values=[6412, 802, 206],
            other=[6380, 797, 200],
            names=[_("free from $59"), _("as it was")],
        ),
        "intervals": [
            (
                _("81%, likely 73 to 87, required 95: all of it fails"),
                Interval("81% (73–87)", 81, 73, 87, 60, 100, goal=95),
            ),
            (
                _("1.7%, likely 0.5 to 6, required under 2: cannot be told"),
                Interval("1.7% (0.5–6)", 1.7, 0.5, 6, 0, 8, goal=2, more_is_better=False),
            ),
            (
                _("98.2%, likely 97.4 to 99.2, required 97: holds"),
                Interval("98.2%", 98.2, 97.4, 99.2, 92, 100, goal=97),
            ),
            (_("not enough data yet"), Interval(_("not enough data yet"), None, 0, 0, 0, 1)),
        ],
        "meter": Meter(
            say=_("51 on track, 9 at risk, 4 overdue"),
            parts=[
                Part(_("on track"), 51, "bar--muted"),
                Part(_("at risk"), 9, "bar--warn"),
                Part(_("overdue"), 4, "bar--bad"),
            ],
        ),
        "spark": Spark([94, 95, 93, 91, 88, 81], say=_("on time and complete, falling from 94% to 81%")),
    }


@dataclass(frozen=True, slots=True)
class Lamp:
    """A row of the sample table."""

    pk: int
    sku: str
    name: str
    on_hand: int
    price: Money
    tone: Tone
    word: str


LAMPS = Table(
    name="pages.samples",
    label=gettext_lazy("Lamps"),
    columns=[
        Column(
            "name",
            gettext_lazy("Product"),
            lambda lamp: lamp.name,
            link=lambda lamp: "#tables",
            sub=lambda lamp: lamp.sku,
        ),
        Column("status", gettext_lazy("Status"), lambda lamp: (lamp.word, lamp.tone), kind=Kind.STATUS),
        Column("on_hand", gettext_lazy("On hand"), lambda lamp: lamp.on_hand, kind=Kind.NUMBER, sort="on_hand"),
        Column(
            "price",
            gettext_lazy("Price"),
            lambda lamp: lamp.price,
            kind=Kind.MONEY,
            sort="price",
            raw=lambda lamp: lamp.price.minor,
        ),
    ],
    sort="-price",
    currency="CNY",
    filters=[
        Filter(
            "stock",
            gettext_lazy("Stock"),
            lambda rows, value: [row for row in rows if (row.on_hand > 0) == (value == "there")],
            choices=[("there", gettext_lazy("on hand")), ("gone", gettext_lazy("sold out"))],
        )
    ],
    search=lambda rows, text: [row for row in rows if text.casefold() in f"{row.name} {row.sku}".casefold()],
    search_hint=gettext_lazy("Name or SKU"),
    bulk=[Bulk("publish", gettext_lazy("Put on sale"), main=True), Bulk("archive", gettext_lazy("Archive"))],
    views=[View("all", gettext_lazy("All")), View("gone", gettext_lazy("Sold out"), "stock=gone")],
    empty=Empty(
        gettext_lazy("No products yet"),
        gettext_lazy("What stands here can be sold."),
        "#tables",
        gettext_lazy("New product"),
    ),
    per_page=4,
)


def lamps() -> Sequence[Lamp]:
    """Return a few rows."""
    sold = _("sold out")
    return [
        Lamp(1, "BC-L", _("Beeswax candle, large"), 46, Money(12800, "CNY"), Tone.GOOD, _("on sale")),
        Lamp(2, "TH-02-GN", _("Wool throw, sage"), 0, Money(36900, "CNY"), Tone.BAD, sold),
        Lamp(3, "FL-02-AM", _("Folded paper lamp, amber"), 11, Money(52800, "CNY"), Tone.WARN, _("6 days left")),
        Lamp(4, "TP-03", _("Teapot with side handle, iron grey"), 0, Money(43900, "CNY"), Tone.BAD, sold),
        Lamp(5, "MG-11", _("Stoneware mug, moon white"), 64, Money(9800, "CNY"), Tone.NEUTRAL, _("draft")),
    ]
