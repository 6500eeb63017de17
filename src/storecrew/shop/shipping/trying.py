"""The box to try the rules: to this address, this weight – what is offered, and why not the rest."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.store.choices import named_countries
from storecrew.kernel.store.reads import current
from storecrew.shop.shipping.reads.offers import OfferQuery, offers
from storecrew.shop.shipping.regions import region_key
from storecrew.shop.shipping.types import Content, Package, RateOffer, Verdict
from storecrew.shop.shipping.wording import days, kilos


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it. An empty `zone`: nothing is sent there."""

    zone: str
    offered: tuple[tuple[RateOffer, str, str], ...]
    """Each with its days and the weight that was charged, in words."""
    others: tuple[Verdict, ...]


class TryForm(forms.Form):
    """An address, things, and what they are worth. Sent by GET: trying changes nothing."""

    country = forms.ChoiceField(label=gettext_lazy("To"))
    region = forms.CharField(label=gettext_lazy("Region"), max_length=80, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postcode"), max_length=20, required=False)
    weight = forms.DecimalField(label=gettext_lazy("A piece weighs, kg"), min_value=0, max_value=10_000, initial="0.5")
    quantity = forms.IntegerField(label=gettext_lazy("Pieces"), min_value=1, max_value=10_000, initial=1)
    size = forms.CharField(
        label=gettext_lazy("Size of a piece, cm"), max_length=40, required=False, help_text=gettext_lazy("30 × 20 × 10")
    )
    value = forms.CharField(label=gettext_lazy("Goods are worth"), max_length=20, initial="100")
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, min_length=3)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer every country, and the store's currency at first."""
        super().__init__(*args, auto_id="try_%s", **kwargs)  # type: ignore[arg-type, misc]
        store = current()
        self.fields["country"].choices = named_countries(get_language() or "en")  # type: ignore[attr-defined]
        self.fields["country"].initial = store.country if store else ""
        self.fields["currency"].initial = store.currency if store else ""

    def clean_size(self) -> tuple[int, int, int] | None:
        """Read three sides in centimetres; what is kept is millimetres."""
        text = self.cleaned_data["size"].lower()
        for sign in ("×", "*", "x", "，", ","):
            text = text.replace(sign, " ")
        parts = text.split()
        if not parts:
            return None
        try:
            sides = [round(float(part) * 10) for part in parts]
        except (ValueError, OverflowError):
            sides = []
        if len(sides) != 3 or not all(0 < side <= 100_000 for side in sides):
            raise ValidationError(_("Write three sides, such as 30 × 20 × 10."))
        return sides[0], sides[1], sides[2]

    def clean(self) -> dict[str, object] | None:
        """Read what depends on another field: the amount, the region's key."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            cleaned["subtotal"] = parse_money(str(cleaned["value"]), str(cleaned["currency"]).upper())
        except MoneyError as error:
            self.add_error("value", str(error))
        try:
            cleaned["region"] = region_key(str(cleaned["country"]), str(cleaned["region"]))
        except InvalidInput as error:
            self.add_error("region", error.message)
        return cleaned

    def ask(self, actor: Actor, now: datetime) -> Tried:
        """Ask what would be offered."""
        data = self.cleaned_data
        subtotal: Money = data["subtotal"]
        content = Content(quantity=data["quantity"], weight_g=round(data["weight"] * 1000), size_mm=data["size"])
        query = OfferQuery(
            packages=(Package(contents=(content,)),),
            country=data["country"],
            region=data["region"],
            postal_code=data["postal_code"],
            subtotal=subtotal,
            language=get_language() or "en",
        )
        answer = offers(actor, query, now=now)
        found = [verdict.offer for verdict in answer.verdicts if verdict.offer]
        found.sort(key=lambda offer: (offer.price.minor, offer.max_days))
        return Tried(
            zone=answer.zone,
            offered=tuple((offer, days(offer.min_days, offer.max_days), kilos(offer.weight_g)) for offer in found),
            others=tuple(verdict for verdict in answer.verdicts if verdict.offer is None),
        )
