"""What people send: a source, a file, what columns mean, rows put right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.tabular.files import ENCODINGS
from storecrew.shop.feeds.actions.deciding import confirm_mapping
from storecrew.shop.feeds.actions.receiving import mend, send
from storecrew.shop.feeds.actions.sources import add_source, edit_source
from storecrew.shop.feeds.actions.whereabouts import TOLD, WHERE, WITH_SECRET
from storecrew.shop.feeds.columns import FIELDS
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.opening import MAX_BYTES, SHELF
from storecrew.shop.feeds.types import ASKED, Kind
from storecrew.shop.supply import reads as supply

RHYTHMS = [
    ("", _("only by hand")),
    ("15", _("every 15 minutes")),
    ("60", _("once an hour")),
    ("240", _("every 4 hours")),
    ("720", _("twice a day")),
    ("1440", _("once a day")),
]
EXPECTED = [
    ("", _("nobody waits for it")),
    ("2", _("after 2 hours")),
    ("6", _("after 6 hours")),
    ("24", _("after a day")),
    ("72", _("after 3 days")),
    ("168", _("after a week")),
]
READ_AS = ("encoding", "delimiter", "sheet", "decimal", "currency", "in_stock")
OPTIONAL = {"user": {Kind.WEB}, "path": {Kind.MAIL}}
"""Fields that these kinds can do without."""
LABELS = {
    (Kind.STORECREW, "url"): (
        _("Address of their Storecrew"),
        _("As in the browser, without /crew: https://shop.example"),
    ),
    (Kind.STORECREW, "secret"): (
        _("Token"),
        _(
            "They make it in their console, for a person or an agent with any seat; the analyst's is enough. Kept encrypted."
        ),
    ),
    (Kind.SFTP, "secret"): (_("Password"), _("Or a private key below. Kept encrypted.")),
    (Kind.SFTP, "path"): (_("File or folder"), _("Of a folder the newest file is taken, such as /export/stock.")),
    (Kind.MAIL, "secret"): (
        _("Password"),
        _("With most providers a code for programs, which you make in the mailbox's settings. Kept encrypted."),
    ),
    (Kind.MAIL, "user"): (_("User name"), _("As a rule the whole address.")),
    (Kind.MAIL, "path"): (_("Folder of the mailbox"), _("Empty: the inbox.")),
    (Kind.MAIL, "host"): (_("Mail server (IMAP)"), _("Such as imap.example.com. It is only spoken to encrypted.")),
}
"""What fields are called, and say, where it is something else than usual."""


class SourceForm(ActionForm):
    """A way in which a supplier speaks; only what its kind needs is asked for."""

    name = forms.CharField(label=_("What you call it"), max_length=80)
    site_id = forms.TypedChoiceField(
        label=_("Their warehouse"),
        coerce=int,
        help_text=_("Rows that name no warehouse are about this one."),
    )
    url = forms.CharField(
        label=pgettext_lazy("web source", "Address"), max_length=1000, help_text=_("Begins with https://")
    )
    host = forms.CharField(label=_("Server"), max_length=253, help_text=_("Such as sftp.example.com."))
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, required=False, help_text=_("Empty: the usual one.")
    )
    user = forms.CharField(label=_("User name"), max_length=120)
    secret = forms.CharField(
        label=_("Password or key"),
        max_length=2000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("With a user name: the password. Without: a key, or a header such as X-Key: 123. Kept encrypted."),
    )
    private_key = forms.CharField(
        label=_("Private key"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Begins with -----BEGIN, without a passphrase. Instead of a password."),
    )
    path = forms.CharField(label=_("Path"), max_length=500)
    pattern = forms.CharField(
        label=_("Names of files"),
        max_length=200,
        required=False,
        help_text=_("Such as stock*.xlsx. Empty: all that may be tables; each one replaces the one before."),
    )
    senders = forms.CharField(
        label=_("Whose mails are opened"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Addresses, or @domain for everybody there. A sender is easily forged: say below which server's word is needed."
        ),
    )
    vouched_by = forms.CharField(
        label=_("Your mail server confirms the sender"),
        max_length=253,
        required=False,
        help_text=_(
            "Its name at the beginning of “Authentication-Results” in the source of any mail, such as mx.example.com. "
            "Empty: the sender's name alone is believed."
        ),
    )
    folder = forms.CharField(
        label=_("Folder"),
        max_length=60,
        help_text=_("Small letters and digits: the folder of this name below feeds-inbox in the data folder."),
    )
    every_minutes = forms.TypedChoiceField(
        label=_("Ask"), choices=RHYTHMS, coerce=int, empty_value=None, required=False, initial="60"
    )
    expected_hours = forms.TypedChoiceField(
        label=_("Counts as silent"), choices=EXPECTED, coerce=int, empty_value=None, required=False, initial="24"
    )
    own_time = forms.BooleanField(
        label=_("What counts is when they wrote the file, not when we got it"), required=False
    )
    currency = forms.CharField(
        label=_("Currency of costs"), max_length=3, required=False, help_text=_("Empty: theirs.")
    )
    in_stock = forms.IntegerField(
        label=_("“In stock” without a number counts as"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Pieces. Empty: such rows go to quarantine."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=[("", _("found out")), *((one, one) for one in ENCODINGS)], required=False
    )
    delimiter = forms.CharField(label=_("Delimiter"), max_length=1, required=False, help_text=_("Empty: found out."))
    sheet = forms.CharField(label=_("Sheet of a workbook"), max_length=60, required=False)
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        choices=[
            (".", pgettext_lazy("decimal sign", "point 12.50")),
            (",", pgettext_lazy("decimal sign", "comma 12,50")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, supplier_id: int, kind: str, row: Source | None = None, **kwargs: Any) -> None:
        """Leave out what this kind does not need."""
        self.action = add_source if row is None else edit_source  # type: ignore[misc]  # one form for both
        fixed = {"source_id": row.pk} if row else {"supplier_id": supplier_id, "kind": kind}
        initial = _initial(row) if row else {}
        super().__init__(*args, fixed=fixed, initial=initial, **kwargs)
        sites = supply.sites_of([supplier_id]).get(supplier_id, ())
        self.fields["site_id"].choices = [(site.site_id, site.name) for site in sites]  # type: ignore[attr-defined]
        for name in set(WHERE) - TOLD[kind]:
            del self.fields[name]
        if kind not in WITH_SECRET:
            del self.fields["secret"]
        if kind != Kind.SFTP:
            del self.fields["private_key"]
        if kind not in ASKED:
            del self.fields["every_minutes"], self.fields["own_time"]
        for name, field in self.fields.items():
            field.required = field.required and Kind(kind) not in OPTIONAL.get(name, ())
            field.label, field.help_text = LABELS.get((Kind(kind), name), (field.label, field.help_text))
        if row is None and kind in {Kind.MAIL, Kind.STORECREW}:
            self.fields["secret"].required = True
        if row is not None and row.secret and "secret" in self.fields:
            self.fields["secret"].help_text = _("One is kept. Leave it empty to keep it.")

    def values(self) -> dict[str, Any]:
        """Return what the action is told; of a password and a private key the key."""
        told = super().values()
        key = told.pop("private_key", "")
        return {**told, "secret": key} if key else told

    @property
    def plain(self) -> list[Any]:
        """Return the fields that everybody fills in."""
        return [self[name] for name in self.fields if name != "once" and name not in READ_AS]

    @property
    def reading(self) -> list[Any]:
        """Return the fields about how files are read, which are found out as a rule."""
        return [self[name] for name in READ_AS]


def _initial(row: Source) -> dict[str, Any]:
    names = ("name", "site_id", *WHERE, "every_minutes", "expected_hours", "own_time")
    return {**{name: getattr(row, name) for name in names}, **row.reading}


class _FileForm(ActionForm):
    file = forms.FileField(
        label=_("File"), help_text=_("CSV, TSV, XLSX, XLS, ODS, JSON or XML, in any encoding, up to 2 GB.")
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is copied."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 2 GB. Cut it into several."))
        return file

    def kept(self) -> dict[str, Any]:
        """Keep the file, and name it by its digest."""
        file = self.cleaned_data["file"]
        kept = SHELF.keep(file.chunks())
        return {"digest": kept.digest, "size": kept.size, "name": file.name[:255]}


class SendForm(_FileForm):
    """A file of a source, sent by hand."""

    action = send
    scope = forms.ChoiceField(
        label=_("It holds"),
        choices=[
            ("whole", _("everything they have: what is not in it is not listed any more")),
            ("part", _("a part: what is not in it stays as it is")),
        ],
        widget=forms.RadioSelect,
        initial="whole",
    )

    def values(self) -> dict[str, Any]:
        """Return what the action is told."""
        return {**self.kept(), "scope": self.cleaned_data["scope"], **self.fixed}


class MendForm(_FileForm):
    """Rows of a version, put right."""

    action = mend

    def values(self) -> dict[str, Any]:
        """Return what the action is told."""
        return {**self.kept(), "scope": "part", **self.fixed}


class ColumnsForm(ActionForm):
    """What the columns of a source's files mean: for each field the column that holds it."""

    action = confirm_mapping

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        """Offer the file's columns for each field."""
        super().__init__(*args, fixed={"version_id": version.pk}, **kwargs)
        names = [name for name in dict.fromkeys(version.header) if name]
        for field, label in FIELDS.items():
            guessed = version.mapping.get(field, "")
            self.fields[f"of-{field}"] = forms.ChoiceField(
                label=str(label),
                choices=[("", _("not in this file")), *((name, name) for name in names)],
                required=field == "quantity",
                initial=guessed if guessed in names else "",
            )

    @property
    def chosen(self) -> list[Any]:
        """Return the fields of the form in order."""
        return [self[name] for name in self.fields if name != "once"]

    def values(self) -> dict[str, Any]:
        """Gather the mapping."""
        told = {name[3:]: value for name, value in self.cleaned_data.items() if name.startswith("of-") and value}
        return {"mapping": told, **self.fixed}
