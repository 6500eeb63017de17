"""The forms of the coupon pages, each for one action."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.actions.door import Action
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages.forms import ActionForm, form_of
from storecrew.shop.discounts import actions, goods_lines
from storecrew.shop.discounts.models import Coupon, Kind
from storecrew.shop.discounts.wording import read_amounts, write_amounts

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
AMOUNTS = ("amounts", "most", "min_amounts")
ROLES = ("goods", "but", "get")


def _lines(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CouponForm(ActionForm):
    """A coupon: what it does, for which goods and buyers, when and how often."""

    action: ClassVar[Action[Any, Any]] = actions.create
    title = forms.CharField(
        label=pgettext_lazy("coupon", "Title"),
        max_length=120,
        help_text=gettext_lazy("Buyers see it beside the amount."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it does"), choices=Kind.choices, widget=forms.RadioSelect)
    percent = forms.DecimalField(
        label=gettext_lazy("Percent off"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=gettext_lazy("For “buy some, get some”: how much the got pieces are reduced, 100 makes them free."),
    )
    most = forms.CharField(label=gettext_lazy("At most"), required=False, max_length=400)
    amounts = forms.CharField(
        label=gettext_lazy("Amount off"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Several currencies with semicolons: 30; 5 USD. In others it does not hold."),
    )
    buy_quantity = forms.IntegerField(label=gettext_lazy("Buy, pieces"), required=False, min_value=1, max_value=1000)
    get_quantity = forms.IntegerField(label=gettext_lazy("Get, pieces"), required=False, min_value=1, max_value=1000)
    automatic = forms.BooleanField(label=gettext_lazy("Needs no code: it applies by itself"), required=False)
    codes = _lines(
        gettext_lazy("Codes"),
        gettext_lazy("One a line. Case, width, blanks and dashes do not count. Thousands of single codes come later."),
    )
    goods = _lines(
        gettext_lazy("Only for these goods"), gettext_lazy("Name, SKU or address, one a line. None: everything.")
    )
    but = _lines(gettext_lazy("Never for these goods"), "")
    get = _lines(gettext_lazy("What one gets"), gettext_lazy("Only when it is something else than what one buys."))
    min_amounts = forms.CharField(label=gettext_lazy("From a value of"), required=False, max_length=400)
    min_quantity = forms.IntegerField(label=gettext_lazy("From so many pieces"), required=False, min_value=0)
    first_order = forms.BooleanField(label=gettext_lazy("First order only"), required=False)
    customer_tags = forms.CharField(
        label=gettext_lazy("Only customers with one of these tags"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Separated by commas."),
    )
    countries = forms.CharField(
        label=gettext_lazy("Only sent to"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Countries by their two letters: CN, DE."),
    )
    starts_at = forms.DateTimeField(label=pgettext_lazy("day", "From"), required=False, widget=MOMENT)
    ends_at = forms.DateTimeField(label=gettext_lazy("Until"), required=False, widget=MOMENT)
    total_limit = forms.IntegerField(label=gettext_lazy("Uses in all"), required=False, min_value=1)
    per_customer_limit = forms.IntegerField(label=gettext_lazy("Uses for each customer"), required=False, min_value=1)
    stacks_with = forms.MultipleChoiceField(
        label=gettext_lazy("Goes together with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("goods", gettext_lazy("coupons on certain goods")),
            ("order", gettext_lazy("coupons on the whole order")),
            ("shipping", gettext_lazy("free shipping")),
        ],
        help_text=gettext_lazy("Both have to allow it. Otherwise the one that saves more counts."),
    )
    priority = forms.IntegerField(
        label=pgettext_lazy("coupon", "Priority"), required=False, min_value=-100, max_value=100
    )
    note = forms.CharField(label=gettext_lazy("Note for the crew"), required=False, max_length=500)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Read amounts without a currency in `currency`."""
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.conditions: list[dict[str, object]] = []

    def clean(self) -> dict[str, Any] | None:
        """Read amounts and goods."""
        cleaned = super().clean() or {}
        for name in AMOUNTS:
            try:
                cleaned[name] = read_amounts(cleaned.get(name, ""), self.currency)
            except MoneyError as error:
                self.add_error(name, str(error))
        boxes = self.data.getlist("keep") if hasattr(self.data, "getlist") else []
        self.conditions = goods_lines.kept(boxes)
        for role in ROLES:
            found, problems = goods_lines.added(cleaned.get(role, ""), role)
            self.conditions += found
            for problem in problems:
                self.add_error(role, problem)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the input's values; what is empty is none."""
        data = self.cleaned_data
        wide = {name: data[name].replace("，", ",").split(",") for name in ("customer_tags", "countries")}
        return {
            **{name: data[name] for name in ("title", "kind", "automatic", "first_order", "note", *AMOUNTS)},
            **{name: data[name] for name in ("percent", "buy_quantity", "get_quantity", "starts_at", "ends_at")},
            **{name: data[name] for name in ("total_limit", "per_customer_limit")},
            "codes": [line.strip() for line in data["codes"].splitlines() if line.strip()],
            "conditions": [one for place, one in enumerate(self.conditions) if one not in self.conditions[:place]],
            "min_quantity": data["min_quantity"] or 0,
            "customer_tags": [word.strip() for word in wide["customer_tags"] if word.strip()],
            "countries": [code.strip().upper() for code in wide["countries"] if code.strip()],
            "stacks_with": data["stacks_with"],
            "priority": data["priority"] or 0,
            **self.fixed,
        }


class EditCouponForm(CouponForm):
    """A coupon as it is to be from now on."""

    action = actions.edit


GenerateForm = form_of(
    actions.generate_codes,
    labels={
        "count": pgettext_lazy("codes", "How many"),
        "prefix": gettext_lazy("They begin with"),
        "length": gettext_lazy("Random signs"),
        "uses_each": gettext_lazy("Uses of each"),
    },
    hints={
        "prefix": gettext_lazy("Letters and digits, such as SPRING."),
        "length": gettext_lazy("8 cannot be guessed."),
    },
    leave=["coupon_id"],
)


def initial_of(coupon: Coupon) -> dict[str, Any]:
    """Return the present values of a coupon for its form."""
    plain = (
        *("title", "kind", "percent", "buy_quantity", "get_quantity", "automatic", "min_quantity", "first_order"),
        *("starts_at", "ends_at", "total_limit", "per_customer_limit", "stacks_with", "priority", "note"),
    )
    codes = coupon.codes.filter(batch="").order_by("pk").values_list("shown", flat=True)
    percent = coupon.percent.normalize() if coupon.percent is not None else None
    return {name: getattr(coupon, name) for name in plain} | {
        **{name: write_amounts(getattr(coupon, name)) for name in AMOUNTS},
        "percent": f"{percent:f}" if percent is not None else "",
        "codes": "\n".join(codes),
        "customer_tags": ", ".join(coupon.customer_tags),
        "countries": ", ".join(coupon.countries),
    }
