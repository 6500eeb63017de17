"""The forms of suppliers, each for one action."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm, form_of
from storecrew.kernel.people import reads as people
from storecrew.kernel.store.choices import named_countries, named_currencies
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import actions
from storecrew.shop.supply.models import ChannelKind, DocumentKind, Tier

DATE = {"type": "date"}
MONTHS = [(str(number), str(number)) for number in range(1, 13)]
PLACE = ("country", "region", "city", "district", "line1", "postal_code", "phone")


class SupplierForm(ActionForm):
    """A new supplier."""

    action: ClassVar[Action[Any, Any]] = actions.add_supplier
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(label=_("Short code"), max_length=20, help_text=_("for files and labels, e.g. YW-LAMP"))
    legal_name = forms.CharField(
        label=_("Name on contracts"), max_length=160, required=False, help_text=_("Empty: like the name.")
    )
    country = forms.ChoiceField(label=_("Country"))
    language = forms.ChoiceField(label=_("Written to in"), choices=settings.LANGUAGES)
    tier = forms.ChoiceField(
        label=_("Tier"),
        choices=Tier.choices,
        initial=Tier.C,
        help_text=_("A: much depends on them. C: easily replaced."),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    deposit_percent = forms.IntegerField(
        label=_("Paid with the order, in per cent"),
        min_value=0,
        max_value=100,
        initial=100,
        help_text=_("100: prepaid. 30: a deposit. 0: afterwards."),
    )
    net_days = forms.IntegerField(
        label=_("Days to pay the rest"),
        min_value=0,
        max_value=365,
        initial=0,
        help_text=_("counted from the day the goods come"),
    )
    keeper_id = forms.ChoiceField(label=_("Who keeps in touch"), required=False)
    tax_number = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Take who asks: only they can tell whom they may see."""
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["country"].choices = named_countries(language)  # type: ignore[attr-defined]
        self.fields["currency"].choices = named_currencies(language)  # type: ignore[attr-defined]
        crew = people.people(actor, people.PeopleQuery(), now=timezone.now()).items
        self.fields["keeper_id"].choices = [  # type: ignore[attr-defined]
            ("", _now("whoever holds the seat")),
            *((str(one.person_id), one.name) for one in crew if one.left_at is None),
        ]


class EditSupplierForm(SupplierForm):
    """A supplier as it is to be."""

    action = actions.edit_supplier


class StateForm(ActionForm):
    """Stop buying for a while, or for good."""

    action = actions.set_state
    until = forms.DateField(
        label=_("Look again on"), required=False, widget=forms.DateInput(attrs=DATE), help_text=_("for a pause")
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class SiteForm(ActionForm):
    """A new warehouse of a supplier."""

    action: ClassVar[Action[Any, Any]] = actions.open_site
    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.CharField(label=_("Short code"), max_length=12)
    country = forms.ChoiceField(label=_("Country"))
    region = forms.CharField(label=_("Province or state"), max_length=120)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    district = forms.CharField(label=_("District"), max_length=120, required=False)
    line1 = forms.CharField(label=_("Street"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    handling_days = forms.IntegerField(
        label=_("Working days until a parcel leaves"), min_value=0, max_value=90, initial=1
    )
    cut_off = forms.TimeField(
        label=_("Cut-off"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Orders until then are worked on the same day."),
    )
    days = forms.ChoiceField(
        label=_("Works on"),
        choices=[
            ("6", _("Monday to Saturday")),
            ("5", _("Monday to Friday")),
            ("7", pgettext_lazy("week", "every day")),
        ],
        initial="6",
    )
    hours = forms.CharField(
        label=_("Hours"), max_length=80, initial="08:30-18:00", help_text=_("e.g. 08:30-12:00, 13:30-18:00")
    )
    make_up = forms.BooleanField(label=_("Works on make-up workdays"), required=False, initial=True)
    rest_before = forms.IntegerField(
        label=_("Days of rest before Spring Festival"),
        min_value=0,
        max_value=45,
        initial=0,
        help_text=_("besides the public holidays; many factories close ten days earlier"),
    )
    rest_after = forms.IntegerField(label=_("Days of rest after it"), min_value=0, max_value=45, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the countries in the reader's language."""
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = named_countries(get_language() or "en")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the place in one piece, and the week as seven texts."""
        data = self.cleaned_data
        open_days = int(data["days"])
        plain = ("name", "code", "handling_days", "cut_off", "make_up", "rest_before", "rest_after")
        return {
            **{name: data[name] for name in plain},
            "place": {name: data[name] for name in PLACE if data[name]},
            "week": tuple(data["hours"] if day < open_days else "" for day in range(7)),
            **self.fixed,
        }

    def _place(self, fields: Any) -> None:
        """Show what is wrong with place and week at the field where it is typed."""
        where = {"place": "region", "week": "hours"}
        super()._place({where.get(path.partition(".")[0], path): text for path, text in fields.items()})


class EditSiteForm(SiteForm):
    """A warehouse as it is to be."""

    action = actions.edit_site


class ClosureForm(ActionForm):
    """Days on which a warehouse is closed."""

    action = actions.close_on
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DATE))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DATE))
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)


class ContactForm(ActionForm):
    """Somebody new at a supplier."""

    action: ClassVar[Action[Any, Any]] = actions.add_contact
    name = forms.CharField(label=_("Name"), max_length=80)
    role = forms.CharField(
        label=_("What they do"), max_length=80, required=False, help_text=_("e.g. merchandiser 跟单")
    )
    best = forms.ChoiceField(label=_("Reached best by"), choices=ChannelKind.choices, initial=ChannelKind.WECHAT)
    wechat = forms.CharField(label=_("WeChat"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=254, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    whatsapp = forms.CharField(label="WhatsApp", max_length=254, required=False)
    other_kind = forms.ChoiceField(
        label=_("Another way"),
        required=False,
        choices=[
            ("", "–"),
            *(one for one in ChannelKind.choices if one[0] not in {"wechat", "phone", "email", "whatsapp"}),
        ],
    )
    other = forms.CharField(label=_("Number or name there"), max_length=254, required=False)
    birth_month = forms.ChoiceField(label=_("Month of birth"), choices=[("", "–"), *MONTHS], required=False)
    birth_day = forms.IntegerField(label=_("Day of birth"), min_value=1, max_value=31, required=False)
    primary = forms.BooleanField(label=_("Asked first"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def values(self) -> dict[str, Any]:
        """Return the channels in one list, the best in front."""
        data = self.cleaned_data
        told = [(kind, data[kind]) for kind in ("wechat", "phone", "email", "whatsapp") if data[kind]]
        if data["other"]:
            told.append((data["other_kind"] or ChannelKind.OTHER.value, data["other"]))
        told.sort(key=lambda one: one[0] != data["best"])
        plain = ("name", "role", "primary", "note", "birth_month", "birth_day")
        return {
            **{name: data[name] for name in plain if data[name] not in (None, "")},
            "channels": [{"kind": kind, "address": address} for kind, address in told],
            **self.fixed,
        }

    def _place(self, fields: Any) -> None:
        """Show what is wrong with a channel at the field of its kind."""
        kinds = [one["kind"] for one in self.values()["channels"]]
        shown = {}
        for path, text in fields.items():
            parts = path.split(".")
            kind = kinds[int(parts[1])] if parts[0] == "channels" and len(parts) > 1 else ""
            shown[kind if kind in self.fields else "other" if kind else path] = text
        super()._place(shown)


class EditContactForm(ContactForm):
    """What is true of a contact now."""

    action = actions.edit_contact


class DocumentForm(ActionForm):
    """A paper of a supplier."""

    action = actions.add_document
    kind = forms.ChoiceField(label=pgettext_lazy("document", "Kind"), choices=DocumentKind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    number = forms.CharField(
        label=pgettext_lazy("document", "Number"), max_length=80, required=False, help_text=_("as printed on it")
    )
    scan = forms.FileField(label=_("Scan or photograph"), required=False, help_text=_("a picture: JPEG, PNG, WebP …"))
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=forms.DateInput(attrs=DATE))
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs=DATE),
        help_text=_("You are told before that day. Empty: without end."),
    )

    def values(self) -> dict[str, Any]:
        """Hand the file over as bytes."""
        values = super().values()
        if "scan" in values:
            values["scan"] = values["scan"].read()
        return values


class OfferForm(ActionForm):
    """What a supplier offers one of the store's goods for."""

    action: ClassVar[Action[Any, Any]] = actions.make_offer
    goods = forms.CharField(
        label=_("Which of your goods"), max_length=120, help_text=_("SKU, barcode, or words of its name")
    )
    sku = forms.CharField(label=_("Their SKU"), max_length=100, required=False)
    title = forms.CharField(label=_("Their title"), max_length=300, required=False)
    barcode = forms.CharField(label=_("Barcode"), max_length=64, required=False)
    cost = forms.CharField(label=_("Cost of one piece"), max_length=40, required=False)
    breaks = forms.CharField(
        label=_("Price breaks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, from how many pieces on: 100: 35.50"),
    )
    minimum = forms.IntegerField(label=_("Minimum order"), min_value=1, initial=1)
    pack_size = forms.IntegerField(label=_("Pieces of a pack"), min_value=1, initial=1)
    handling_days = forms.IntegerField(
        label=_("Working days until it leaves"),
        min_value=0,
        max_value=90,
        required=False,
        help_text=_("Empty: like the warehouse."),
    )
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=forms.DateInput(attrs=DATE))
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=forms.DateInput(attrs=DATE))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take the currency of costs that name none."""
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["cost"].help_text = currency

    def clean_goods(self) -> int:
        """Find the one variant that is meant."""
        text = self.cleaned_data["goods"]
        found = catalogue.find_variants(text, language=get_language() or "en", at_most=6)
        faces = catalogue.faces(found, get_language() or "en", now=timezone.now())
        exact = [pk for pk in found if text in {faces[pk].sku, faces[pk].barcode}]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(_now("Nothing in the catalogue is called that."))
        names = [f"{faces[pk].sku} {faces[pk].title} {' '.join(faces[pk].options)}".strip() for pk in found]
        raise forms.ValidationError(_now("Several are: %(names)s. Write the SKU of one.") % {"names": "; ".join(names)})

    def clean_cost(self) -> Money | None:
        """Read the cost."""
        return self._money(self.cleaned_data["cost"]) if self.cleaned_data["cost"] else None

    def clean_breaks(self) -> list[dict[str, Any]]:
        """Read the price breaks, one a line."""
        breaks = []
        for line in filter(None, map(str.strip, self.cleaned_data["breaks"].splitlines())):
            quantity, colon, cost = line.replace("：", ":").partition(":")
            if not colon or not quantity.strip().isdecimal():
                raise forms.ValidationError(_now("Write each line like 100: 35.50."))
            breaks.append({"quantity": int(quantity), "cost": self._money(cost)})
        return breaks

    def values(self) -> dict[str, Any]:
        """Name the variant."""
        values = super().values()
        if "goods" in values:
            values["variant_id"] = values.pop("goods")
        return values

    def _money(self, text: str) -> Money:
        try:
            return parse_money(text, self.currency, language=get_language())
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error


class EditOfferForm(OfferForm):
    """What is true of an offer from now on."""

    action = actions.edit_offer
    goods = None  # type: ignore[assignment]  # an offer stays one of the same goods


WatchForm = form_of(
    actions.set_watch,
    labels={
        "rise_percent": _("A cost that rose by more than so many per cent"),
        "document_days": _("Days before a document lapses"),
        "offer_days": _("Days before an offer ends"),
    },
)
