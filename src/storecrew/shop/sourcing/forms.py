"""The owner's rules, and a basket to try them on."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.store.choices import named_countries
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.sourcing import actions
from storecrew.shop.sourcing.models import BuyerPays, OwnFirst
from storecrew.shop.sourcing.types import Rules

LINES_TRIED = 30


class RulesForm(ActionForm):
    """What is wanted of the choice."""

    action: ClassVar[Action[Any, Any]] = actions.set_rules
    own = forms.ChoiceField(
        label=gettext_lazy("What lies on the own shelf"), choices=OwnFirst.choices, widget=forms.RadioSelect
    )
    late_day = forms.CharField(
        label=gettext_lazy("One day later costs"),
        max_length=20,
        help_text=gettext_lazy("For each line. What it is worth that a buyer does not wait: 0 leaves dates aside."),
    )
    parcel = forms.CharField(
        label=gettext_lazy("One more parcel costs"),
        max_length=20,
        help_text=gettext_lazy("Box, label, handling, and the buyer's annoyance; postage is reckoned by itself."),
    )
    missing = forms.CharField(
        label=gettext_lazy("A missing piece costs"),
        max_length=20,
        help_text=gettext_lazy("When a supplier turns out to have none: trouble, apology, perhaps the customer."),
    )
    buyer_pays = forms.ChoiceField(
        label=gettext_lazy("If it leaves from several places, the buyer pays"),
        choices=BuyerPays.choices,
        widget=forms.RadioSelect,
    )
    automatic = forms.BooleanField(
        label=gettext_lazy("What a supplier refuses is moved to the next source by itself, within these limits"),
        required=False,
    )
    most_extra_percent = forms.IntegerField(label=gettext_lazy("Dearer by at most, %"), min_value=0, max_value=500)
    most_days = forms.IntegerField(label=gettext_lazy("Later by at most, days"), min_value=0, max_value=90)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take the currency amounts are in."""
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        """Read amounts in the store's currency."""
        cleaned = super().clean() or {}
        for name in ("late_day", "parcel", "missing"):
            if text := cleaned.get(name):
                try:
                    cleaned[name] = parse_money(text, self.currency)
                except MoneyError as error:
                    self.add_error(name, str(error))
        return cleaned


def initial_of(rules: Rules) -> dict[str, Any]:
    """Return the present rules for their form."""

    def typed(money: Money) -> str:
        return f"{money.amount:.{minor_digits(money.currency)}f}"

    plain = {name: getattr(rules, name) for name in ("automatic", "most_extra_percent", "most_days")}
    amounts = {name: typed(getattr(rules, name)) for name in ("late_day", "parcel", "missing")}
    return plain | amounts | {"own": str(rules.own), "buyer_pays": str(rules.buyer_pays)}


class TryForm(forms.Form):
    """A basket and where it goes. Sent by GET: trying changes nothing."""

    basket = forms.CharField(
        label=gettext_lazy("Basket"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One line for each: SKU and how many, such as “LAMP-OAT 2”."),
    )
    country = forms.ChoiceField(label=gettext_lazy("To"))
    region = forms.CharField(label=gettext_lazy("Region"), max_length=80, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postcode"), max_length=20, required=False)

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        """Offer every country, the store's own at first."""
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = named_countries(get_language() or "en")  # type: ignore[attr-defined]
        self.fields["country"].initial = home

    def clean_basket(self) -> dict[int, int]:
        """Read the lines: variant → pieces."""
        wanted: dict[str, int] = {}
        for row in self.cleaned_data["basket"].splitlines():
            sku, _blank, pieces = row.strip().rpartition(" ")
            if not pieces.isdecimal():
                sku, pieces = row.strip(), "1"
            if sku:
                wanted[sku.strip()] = wanted.get(sku.strip(), 0) + max(1, min(int(pieces), 100_000))
        if len(wanted) > LINES_TRIED:
            raise ValidationError(_("Try %(n)d lines at most.") % {"n": LINES_TRIED})
        known, _codes = catalogue.variants_by_code(wanted, ())
        unknown = [sku for sku in wanted if sku not in known]
        if unknown:
            raise ValidationError(_("There is no SKU “%(sku)s”.") % {"sku": unknown[0]})
        if not known:
            raise ValidationError(_("Name at least one SKU."))
        return {known[sku]: pieces for sku, pieces in wanted.items()}
