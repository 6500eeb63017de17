"""The forms of the tax pages, each for one action."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.taxes import actions
from storecrew.shop.taxes.models import Destination, RoundingRule, Why
from storecrew.shop.taxes.wording import class_choices, country_choices, goods_choices, read_area, shipping_choices

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SettingsForm(ActionForm):
    """How taxes are charged."""

    action = actions.set_taxes
    inclusive = forms.ChoiceField(
        label=gettext_lazy("Prices in the shop"),
        choices=[("1", gettext_lazy("contain the taxes")), ("0", gettext_lazy("are without; taxes come on top"))],
        widget=forms.RadioSelect,
    )
    rounding = forms.ChoiceField(
        label=gettext_lazy("Rounded, half up,"), choices=RoundingRule.choices, widget=forms.RadioSelect
    )
    shipping_class = forms.ChoiceField(label=gettext_lazy("Shipping is taxed"))
    destination = forms.ChoiceField(
        label=gettext_lazy("Whose rates"),
        choices=Destination.choices,
        help_text=gettext_lazy(
            "In the EU the place it is sent to counts (one-stop shop). Below 10,000 euros a year sent to other member "
            "states, one may charge one's own rates (Directive 2006/112/EC art. 59c)."
        ),
    )
    tax_number = forms.CharField(label=gettext_lazy("Our own tax number"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the classes there are."""
        super().__init__(*args, **kwargs)
        self.fields["shipping_class"].choices = shipping_choices()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return everything, empty texts too."""
        data = self.cleaned_data
        return {name: data[name] for name in ("rounding", "shipping_class", "destination", "tax_number")} | {
            "inclusive": data["inclusive"] == "1"
        }


class ZoneForm(ActionForm):
    """A zone's name and areas."""

    action = actions.save_zone
    name = forms.CharField(label=gettext_lazy("Name of the tax zone"), max_length=120)
    areas = forms.CharField(
        label=gettext_lazy("What belongs to it"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One a line: country / region / postcodes / city, such as DE or US / NY / 100*; 11200...11299. "
            "What is left out holds everything; * alone is the whole world."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Where the rates were looked up, and when"), max_length=200, required=False
    )

    def values(self) -> dict[str, Any]:
        """Return the lines as areas."""
        data = self.cleaned_data
        areas = [read_area(line) for line in data["areas"].splitlines() if line.strip()]
        return {"name": data["name"], "areas": areas, "source": data["source"], **self.fixed}


class RateForm(ActionForm):
    """A new rate of a zone."""

    action = actions.add_rate
    name = forms.CharField(label=gettext_lazy("Name on invoices"), max_length=80)
    percent = forms.DecimalField(label=gettext_lazy("Rate, %"), min_value=0, max_digits=7, decimal_places=4)
    tax_class = forms.ChoiceField(label=gettext_lazy("Class of goods"))
    starts_on = forms.DateField(
        label=pgettext_lazy("day", "From"),
        required=False,
        widget=DATE,
        help_text=gettext_lazy("The rate that holds now ends on this day. Empty: it has always held."),
    )
    ends_on = forms.DateField(label=gettext_lazy("Until before"), required=False, widget=DATE)
    priority = forms.IntegerField(
        label=gettext_lazy("Priority"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=gettext_lazy("Of each priority one rate is charged: a second tax beside the first is priority 2."),
    )
    compound = forms.BooleanField(label=gettext_lazy("Reckoned on the amount with the taxes before it"), required=False)
    shipping = forms.BooleanField(label=gettext_lazy("Charged on shipping too"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the classes there are."""
        super().__init__(*args, **kwargs)
        self.fields["tax_class"].choices = class_choices()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return everything, unticked boxes too."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"} | self.fixed


class ClassForm(ActionForm):
    """A class of goods."""

    action = actions.save_class
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Lower case, such as books.")
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    codes = forms.CharField(
        label=gettext_lazy("Tax codes that mean it"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("As products have them, separated by commas: txcd_35010000, P0000000."),
    )

    def values(self) -> dict[str, Any]:
        """Return the codes one by one."""
        data = self.cleaned_data
        codes = [code.strip() for code in data["codes"].replace("，", ",").replace("\n", ",").split(",")]
        return {"code": data["code"], "name": data["name"], "codes": [code for code in codes if code]}


class ExemptForm(ActionForm):
    """A customer who is not charged."""

    action = actions.exempt
    customer_id = forms.IntegerField(label=gettext_lazy("Customer number"), min_value=1)
    why = forms.ChoiceField(label=gettext_lazy("Why"), choices=Why.choices, widget=forms.RadioSelect)
    tax_number = forms.CharField(label=gettext_lazy("Number that proves it"), max_length=40)
    country = forms.ChoiceField(
        label=gettext_lazy("Only for goods sent to"), required=False, help_text=gettext_lazy("Empty: everywhere.")
    )
    checked_on = forms.DateField(label=gettext_lazy("Checked on"), required=False, widget=DATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every country."""
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *country_choices()]  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A file of rates; a dry run shows what would become of each row."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("The CSV of tax rates that WooCommerce exports.")
    )


class TryForm(forms.Form):
    """An amount sent somewhere."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    region = forms.CharField(label=gettext_lazy("State or province"), max_length=120, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=120, required=False)
    amount = forms.CharField(label=gettext_lazy("Value of the goods"), max_length=20)
    shipping = forms.CharField(label=gettext_lazy("Shipping"), max_length=20, required=False)
    tax_class = forms.ChoiceField(label=gettext_lazy("Class of goods"))
    on = forms.DateField(label=gettext_lazy("On which day"), required=False, widget=DATE)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Read amounts in `currency`."""
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]
        self.fields["tax_class"].choices = goods_choices()  # type: ignore[attr-defined]

    def clean_amount(self) -> Money:
        """Return the amount; more than nothing."""
        return self._money("amount")

    def clean_shipping(self) -> Money | None:
        """Return what sending costs; None when nothing is said."""
        return self._money("shipping") if self.cleaned_data["shipping"] else None

    def _money(self, name: str) -> Money:
        try:
            found = parse_money(self.cleaned_data[name], self.currency)
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error
        if found.minor < 0:
            raise forms.ValidationError(_("An amount cannot be negative."))
        return found
