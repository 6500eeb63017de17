"""Forms of the console: money that moves, transfers, evidence, providers."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.actions.door import Action
from storecrew.kernel.money.formatting import format_amount
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.payments import actions
from storecrew.shop.payments.models import Dispute, Payment, Provider
from storecrew.shop.payments.providers.interface import Adapter


class AmountForm(ActionForm):
    """An amount of a payment's currency; what it may be at most stands there to begin with."""

    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=40)

    def __init__(self, *args: Any, payment: Payment, most: Money, **kwargs: Any) -> None:
        """Begin with the most there is."""
        super().__init__(*args, fixed={"payment_id": payment.pk}, **kwargs)
        self.payment = payment
        self.fields["amount"].initial = format_amount(most)
        self.fields["amount"].help_text = most.currency

    def clean_amount(self) -> Money:
        """Read what was typed as money of the payment's currency."""
        try:
            return parse_money(str(self.cleaned_data["amount"]), self.payment.currency)
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error


class CaptureForm(AmountForm):
    """How much of what is set aside is taken."""

    action: ClassVar[Action[Any, Any]] = actions.capture


class VoidForm(ActionForm):
    """Why a payment is let go."""

    action: ClassVar[Action[Any, Any]] = actions.void
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=400, required=False)

    def __init__(self, *args: Any, payment: Payment, most: Money, **kwargs: Any) -> None:
        """Take what the other forms take."""
        super().__init__(*args, fixed={"payment_id": payment.pk}, **kwargs)


class RefundForm(AmountForm):
    """How much goes back, and why."""

    action: ClassVar[Action[Any, Any]] = actions.refund
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=400, help_text=gettext_lazy("For us; the customer does not see it.")
    )

    def values(self) -> dict[str, Any]:
        """Name the refund after this form: sent twice, it is one refund."""
        return {**super().values(), "key": f"form:{self.cleaned_data.get('once', '')}"}


class CollectForm(AmountForm):
    """Cash that came in."""

    action: ClassVar[Action[Any, Any]] = actions.collect
    reference = forms.CharField(label=gettext_lazy("Receipt or carrier's list"), max_length=120, required=False)


class MatchForm(AmountForm):
    """Money on the statement that pays this payment."""

    action: ClassVar[Action[Any, Any]] = actions.match_transfer
    reference = forms.CharField(
        label=gettext_lazy("Reference on the statement"),
        max_length=120,
        help_text=gettext_lazy("The bank's own number of the line: the same line is never counted twice."),
    )


class SettleRefundForm(ActionForm):
    """A refund that was paid by hand."""

    action: ClassVar[Action[Any, Any]] = actions.settle_refund
    reference = forms.CharField(label=gettext_lazy("Reference of your transfer"), max_length=120)


class StatementForm(ActionForm):
    """Lines of a bank statement, pasted from the bank's page or a spreadsheet."""

    action: ClassVar[Action[Any, Any]] = actions.note_transfers
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, min_length=3)
    lines = forms.CharField(
        label=gettext_lazy("Lines of the statement"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One incoming transfer a line: date, amount, what the payer wrote, payer, the bank's reference. Tabs, commas "
            "or semicolons between them. Lines you pasted before are left out."
        ),
    )

    def clean_currency(self) -> str:
        """Take small letters too."""
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """Read the lines; what cannot be read is named with its number."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["lines"] = tuple(_statement(str(cleaned["lines"]), str(cleaned["currency"])))
            except (ValueError, MoneyError) as error:
                self.add_error("lines", str(error))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Hand over the lines alone."""
        return {"lines": self.cleaned_data["lines"]}


class EvidenceForm(ActionForm):
    """What the buyer's bank is to read."""

    action: ClassVar[Action[Any, Any]] = actions.answer_dispute
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "What was ordered and by whom; when it left and with which tracking number; when and where it was delivered; "
            "what you wrote to each other. Facts with dates, no feelings."
        ),
    )

    def __init__(self, *args: Any, dispute: Dispute, send: bool, **kwargs: Any) -> None:
        """Begin with what is written already."""
        super().__init__(
            *args,
            fixed={"dispute_id": dispute.pk, "send": send},
            initial={"evidence": dispute.evidence},
            **kwargs,
        )


class ResolveForm(ActionForm):
    """What somebody found out at the provider's."""

    action: ClassVar[Action[Any, Any]] = actions.resolve_unknown
    outcome = forms.ChoiceField(
        label=pgettext_lazy("act", "What became of it"),
        widget=forms.RadioSelect,
        choices=[
            ("happened", gettext_lazy("It happened: I see it at the provider's")),
            ("again", gettext_lazy("It never arrived: do it now")),
            ("dropped", gettext_lazy("It never arrived, and is not needed any more")),
        ],
    )
    how = forms.CharField(label=gettext_lazy("Where you saw it"), max_length=400)


class ProviderForm(ActionForm):
    """Keys and words of a provider: the adapter says which fields there are."""

    action: ClassVar[Action[Any, Any]] = actions.set_up_provider
    name_zh = forms.CharField(
        label=gettext_lazy("Name in Chinese"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Empty: our words."),
    )
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)

    def __init__(self, *args: Any, adapter: Adapter, provider: Provider | None, **kwargs: Any) -> None:
        """Add the adapter's fields, filled in but for the secret ones."""
        code = provider.code if provider else adapter.kind
        super().__init__(*args, fixed={"code": code, "kind": adapter.kind}, **kwargs)
        self.adapter, said = adapter, provider.settings if provider else {}
        own: dict[str, forms.Field] = {}
        for field in adapter.fields:
            kept = field.secret and provider is not None and bool(provider.secrets)
            own[field.name] = forms.CharField(
                label=str(field.label),
                help_text=_("Kept. Fill in only to replace it.") if kept else str(field.hint),
                required=field.required and not kept,
                max_length=500,
                initial="" if field.secret else said.get(field.name, ""),
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}) if field.secret else forms.TextInput,
            )
        if adapter.kind == "stripe":
            own["notice_secret"] = forms.CharField(
                label=gettext_lazy("Signing secret of the webhook"),
                required=False,
                max_length=200,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text=_("Begins with whsec_. Stripe shows it once the webhook is added."),
            )
        if adapter.capabilities.has_live and adapter.capabilities.flow != "instructions":
            own["live"] = forms.BooleanField(
                label=gettext_lazy("These keys move real money"),
                required=False,
                initial=bool(provider and provider.live),
            )
        self.fields = {**own, **self.fields}
        if provider is not None:
            self.fields["name_zh"].initial = provider.name.get("zh-hans", "")
            self.fields["name_en"].initial = provider.name.get("en", "")

    def values(self) -> dict[str, Any]:
        """Sort the fields into the input of the action."""
        cleaned = self.cleaned_data
        names = {"zh-hans": cleaned.get("name_zh", ""), "en": cleaned.get("name_en", "")}
        return {
            **self.fixed,
            "names": {language: name for language, name in names.items() if name},
            "values": {field.name: cleaned.get(field.name, "") for field in self.adapter.fields},
            "notice_secret": cleaned.get("notice_secret", ""),
            "live": bool(cleaned.get("live")),
        }

    def _place(self, fields: Mapping[str, str]) -> None:
        super()._place({path.removeprefix("values."): sentence for path, sentence in fields.items()})


def _statement(text: str, currency: str) -> list[actions.StatementLine]:
    """Read pasted lines; raises ValueError naming the first that cannot be read."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((sign for sign in ("\t", ";", ",") if sign in first), ",")
    found = []
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < 5:
            raise ValueError(_("Line %(n)d has fewer than five parts.") % {"n": number})
        try:
            on, amount = date.fromisoformat(cells[0].replace("/", "-")), parse_money(cells[1], currency)
        except (ValueError, MoneyError):
            if number == 1:  # the heads of the columns
                continue
            raise ValueError(_("Line %(n)d: the date or the amount cannot be read.") % {"n": number}) from None
        found.append(
            actions.StatementLine(
                on=on, amount=amount, text=cells[2][:200], payer=cells[3][:200], reference=cells[4][:120]
            )
        )
    return found
