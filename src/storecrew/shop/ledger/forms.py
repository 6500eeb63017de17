"""The ledger's forms."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm, form_of
from storecrew.shop.ledger import actions
from storecrew.shop.ledger.models import Account, Balance, Kind

ReverseForm = form_of(
    actions.reverse,
    labels={"reason": gettext_lazy("Why"), "on": pgettext_lazy("books", "On which day")},
    hints={"on": gettext_lazy("Empty: on its own day, or today when that month is closed.")},
    leave=["number"],
)
UnlockForm = form_of(
    actions.unlock_period,
    labels={"reason": gettext_lazy("Why it has to be opened")},
    hints={
        "reason": gettext_lazy(
            "It stays on record. Reports of this month may change, and whoever has them should know."
        )
    },
    leave=["month"],
)


class EditAccountForm(ActionForm):
    """The names and place of an account."""

    action = actions.edit_account
    name_en = forms.CharField(label=pgettext_lazy("books", "Name in English"), max_length=120, required=False)
    name_zh = forms.CharField(label=pgettext_lazy("books", "Name in Chinese"), max_length=120, required=False)
    parent = forms.ChoiceField(label=pgettext_lazy("books", "Below"), required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Offer the headings of the account's kind."""
        super().__init__(*args, **kwargs)
        below: Any = self.fields["parent"]
        below.choices = headings(kind=account.kind, without=account.path)

    def values(self) -> dict[str, Any]:
        """Return every text, the empty ones too."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"} | self.fixed


class OpenAccountForm(ActionForm):
    """A new account."""

    action = actions.open_account
    code = forms.CharField(
        label=pgettext_lazy("books", "Code"),
        max_length=20,
        help_text=gettext_lazy("Letters and digits, such as 1025. It orders the chart and never changes."),
    )
    name_en = forms.CharField(label=pgettext_lazy("books", "Name in English"), max_length=120, required=False)
    name_zh = forms.CharField(label=pgettext_lazy("books", "Name in Chinese"), max_length=120, required=False)
    parent = forms.ChoiceField(label=pgettext_lazy("books", "Below"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What it counts"),
        required=False,
        choices=[("", pgettext_lazy("account", "as the heading above")), *Kind.choices],
        help_text=gettext_lazy("Only needed at the root."),
    )
    currency = forms.CharField(
        label=pgettext_lazy("books", "Currency"),
        max_length=3,
        required=False,
        help_text=gettext_lazy("Such as USD, for a bank account in dollars. Empty: any."),
    )
    heading = forms.BooleanField(label=gettext_lazy("Only a heading; nothing is booked on it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the open headings."""
        super().__init__(*args, **kwargs)
        below: Any = self.fields["parent"]
        below.choices = headings()


class PostForm(ActionForm):
    """An entry by hand: a day, what happened, and rows of account, debit and credit."""

    action: ClassVar[Action[Any, Any]] = actions.post
    on = forms.DateField(
        label=pgettext_lazy("books", "Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(label=pgettext_lazy("books", "What happened"), max_length=300)
    blank = 6
    """Rows of an empty form."""

    def __init__(self, *args: Any, home: str, typed: QueryDict | None = None, more: int = 0, **kwargs: Any) -> None:
        """`home` is the store's currency; `typed` are rows to show again without checking them, with `more` empty ones."""
        super().__init__(*args, **kwargs)
        self.home = home
        self._typed = typed if typed is not None else (self.data if isinstance(self.data, QueryDict) else QueryDict())
        self._more = more
        self._wrong: dict[int, str] = {}
        self._at: list[int] = []

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as typed, with what is wrong with each."""
        names = ("account", "currency", "debit", "credit", "note")
        columns = [self._typed.getlist(name) for name in names]
        typed = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=False)]
        count = max(len(typed) + self._more, self.blank)
        rows = typed + [dict.fromkeys(names, "") for _row in range(count - len(typed))]
        return [row | {"n": number, "error": self._wrong.get(number, "")} for number, row in enumerate(rows)]

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the accounts that can be booked on, by what they count."""
        open_ones = Account.objects.filter(heading=False, closed_at=None).order_by("path", "pk")
        named = [(row.kind, row.code, f"{row.code} {row.name_in(get_language())}") for row in open_ones]
        groups = [(str(kind.label), [(code, name) for own, code, name in named if own == kind]) for kind in Kind]
        return [(label, own) for label, own in groups if own]

    def currencies(self) -> list[str]:
        """Return the currencies to choose from, the store's first."""
        used = set(Balance.objects.values_list("currency", flat=True).distinct())
        used |= set(Account.objects.exclude(currency="").values_list("currency", flat=True))
        return [self.home, *sorted((used | {"CNY", "USD", "EUR"}) - {self.home})]

    def clean(self) -> dict[str, Any]:
        """Read the rows; each mistake is said at its row."""
        cleaned = super().clean() or {}
        lines = []
        for row in self.rows():
            if not any(row[name].strip() for name in ("account", "debit", "credit")):
                continue
            line = self._line(row)
            self._at.append(row["n"])
            if line:
                lines.append(line)
        cleaned["lines"] = lines
        if self._wrong:
            self.add_error(None, _("Look at the rows marked below."))
        elif len(lines) < 1:
            self.add_error(None, _("Fill in at least two rows: where it comes from and where it goes."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the input; a form sent twice is one entry."""
        return {
            "on": self.cleaned_data["on"],
            "text": self.cleaned_data["text"],
            "lines": self.cleaned_data["lines"],
            "key": f"hand:{self.cleaned_data['once']}",
        }

    def _line(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        if not row["account"]:
            self._wrong[row["n"]] = _("Choose an account.")
            return None
        currency = row["currency"] or self.home
        if not is_currency(currency):
            self._wrong[row["n"]] = _("There is no currency with this code. Use one such as CNY or USD.")
            return None
        try:
            sides = {side: self._minor(row[side], currency) for side in ("debit", "credit")}
        except MoneyError as error:
            self._wrong[row["n"]] = str(error)
            return None
        if (sides["debit"] > 0) == (sides["credit"] > 0) or min(sides.values()) < 0:
            self._wrong[row["n"]] = _("A line is either debit or credit, and more than zero.")
            return None
        return {
            "account": row["account"],
            "currency": currency,
            "debit_minor": sides["debit"],
            "credit_minor": sides["credit"],
            "note": row["note"][:200],
        }

    def _minor(self, text: str, currency: str) -> int:
        return (
            parse_money(text, currency, language=get_language()).minor if text.strip() else Money.zero(currency).minor
        )

    def _place(self, fields: Mapping[str, str]) -> None:
        """Put what the ledger finds wrong with a line at its row."""
        others = {}
        for path, sentence in fields.items():
            parts = path.split(".")
            if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit():
                self._wrong[self._at[int(parts[1])]] = sentence
            else:
                others[path] = sentence
        if self._wrong:
            self.add_error(None, _("Look at the rows marked below."))
        super()._place(others)


class OpeningForm(PostForm):
    """What stood on the accounts when the books begin."""

    action = actions.open_balances
    text = None  # type: ignore[assignment]  # the ledger names it
    blank = 10

    def values(self) -> dict[str, Any]:
        """Return the input; opening balances of one day are booked once."""
        on = self.cleaned_data["on"]
        return {"on": on, "lines": self.cleaned_data["lines"], "key": f"opening:{on}"}


def headings(*, kind: str = "", without: str = "") -> list[tuple[str, str]]:
    """Return the open headings as choices, the root first; `without` leaves out everything below that path."""
    rows = Account.objects.filter(heading=True, closed_at=None).order_by("path", "pk")
    rows = rows.filter(kind=kind) if kind else rows
    shown = [row for row in rows if not without or not row.path.startswith(without)]
    indented = [(row.code, f"{'\u2003' * (row.depth - 1)}{row.code} {row.name_in(get_language())}") for row in shown]
    return [("", _("the root")), *indented]
