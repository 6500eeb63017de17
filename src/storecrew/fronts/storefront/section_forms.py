"""Forms of the parts of the home page, one set of fields for each kind."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.fronts.storefront import actions
from storecrew.fronts.storefront.forms import TARGET_HINT, TextsForm
from storecrew.fronts.storefront.types import Fact, Picture, Texts
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.types import Actor, Output
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.media import actions as media
from storecrew.kernel.pages.types import Text


class SectionForm(TextsForm):
    """A part of the home page; which fields it has depends on its kind."""

    def __init__(
        self, *args: Any, kind: str, part: Any = None, shown: bool = True, section_id: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.part, self.section_id = kind, part, section_id
        self.uploaded: dict[str, int] = {}
        self.action = actions.edit_section if section_id else actions.add_section  # type: ignore[misc]  # one form for both
        _FIELDS[kind](self)
        self.fields["shown"] = forms.BooleanField(label=_("Customers can see it"), required=False, initial=shown)
        if part is not None:
            self._fill(part)

    def values(self) -> dict[str, Any]:
        """Return the input of the action."""
        content: dict[str, Any] = {"kind": self.kind}
        for name in {field.partition("__")[0] for field in self.fields if "__" in field} - {"rows", "alt"}:
            content[name] = self.texts(name)
        for name in ("target", "source", "count", "flip"):
            if name in self.fields and self.cleaned_data.get(name) not in (None, ""):
                content[name] = self.cleaned_data[name]
        content |= {name: self._picture(name) for name in self.pictures}
        if any(field.startswith("rows__") for field in self.fields):
            content["facts" if self.kind == "facts" else "rows"] = self._rows()
        filled: dict[str, Any] = {"content": content, "shown": self.cleaned_data["shown"]}
        return filled | ({"section_id": self.section_id} if self.section_id else {})

    def add_choice(self, name: str, label: Text, *, hint: Text = "", needed: bool = False) -> None:
        """Add a line that is the same in every language."""
        self.fields[name] = forms.CharField(label=str(label), help_text=str(hint), required=needed, max_length=500)

    def add_picture(self, name: str, label: Text) -> None:
        """Add a picture to choose from one's own files; the one shown now stays unless another is chosen."""
        now: Picture | None = getattr(self.part, name, None)
        hint = (
            _("Leave this empty to keep the picture shown now.") if now else _("JPEG, PNG, WebP or SVG, up to 30 MB.")
        )
        self.fields[name] = forms.FileField(label=str(label), required=False, help_text=hint)

    def run(self, actor: Actor) -> Output | None:
        """Upload new pictures, then write the part; what the media finds wrong with a file stands at its field."""
        if not self.is_valid():
            return None
        for name in self.pictures:
            file = self.cleaned_data.get(name)
            if file is None:
                continue
            try:
                data = parse(media.Upload, {"content": file.read(), "name": file.name[:200]})
                self.uploaded[name] = media.upload(actor, data).picture.asset_id
            except InvalidInput as error:
                self.add_error(name, " ".join(error.fields.values()))
                return None
        return super().run(actor)

    @property
    def pictures(self) -> list[str]:
        """Return the names of the fields that hold pictures."""
        return [name for name in ("wide", "tall", "picture") if name in self.fields]

    def _picture(self, name: str) -> dict[str, Any] | None:
        now: Picture | None = getattr(self.part, name, None)
        number = self.uploaded.get(name) or (now.asset_id if now else None)
        if not number:
            return None
        return {"asset_id": number, "alt": self.texts("alt") or (now.alt if now else {})}

    def _rows(self) -> list[dict[str, Texts]]:
        by_language = {
            language: [
                line.partition("|")
                for line in self.cleaned_data.get(f"rows__{language}", "").splitlines()
                if line.strip()
            ]
            for language in self.languages
        }
        most = max((len(lines) for lines in by_language.values()), default=0)
        rows: list[dict[str, Texts]] = []
        for at in range(most):
            titles = {language: lines[at][0].strip() for language, lines in by_language.items() if at < len(lines)}
            texts = {
                language: lines[at][2].strip()
                for language, lines in by_language.items()
                if at < len(lines) and lines[at][2].strip()
            }
            rows.append({"title": titles, "text": texts})
        return rows

    def _fill(self, part: Any) -> None:
        for field in self.fields:
            name, _mark, language = field.partition("__")
            value = getattr(part, name, None)
            if language and isinstance(value, dict):
                self.initial[field] = value.get(language, "")
            elif isinstance(value, Picture):
                self.initial.update(self.spread("alt", value.alt))
            elif not language and value is not None:
                self.initial[field] = value
        rows: Sequence[Fact] = getattr(part, "facts", None) or getattr(part, "rows", None) or ()
        for language in self.languages:
            lines = [f"{row.title.get(language, '')} | {row.text.get(language, '')}".rstrip(" |") for row in rows]
            self.initial[f"rows__{language}"] = "\n".join(lines)


def _hero(form: SectionForm) -> None:
    form.add_texts("heading", _("Heading"), rows=2, needed=True, hint=_("A new line begins a new line on the page."))
    form.add_texts("text", _("Text"), rows=2)
    form.add_texts("button", _("Words on the button"))
    form.add_choice("target", _("Where the button leads"), hint=TARGET_HINT)
    form.add_picture("wide", _("Picture for wide screens"))
    form.add_picture("tall", _("Picture for upright screens"))
    form.add_texts("alt", _("What the picture shows"))


def _rows(form: SectionForm, hint: Text) -> None:
    form.add_texts("rows", _("Lines"), rows=6, needed=True, hint=hint)


def _facts(form: SectionForm) -> None:
    _rows(form, _("Up to three lines, each: title | text."))


def _goods(form: SectionForm) -> None:
    form.add_texts("heading", _("Heading"), needed=True)
    form.add_choice("source", _("Which goods"), hint=_("collection:gifts or category:tea"), needed=True)
    form.fields["count"] = forms.IntegerField(label=_("How many"), min_value=2, max_value=12, initial=8)
    form.add_texts("more", _("Words of the link to all of them"))


def _tiles(form: SectionForm) -> None:
    form.add_texts("heading", _("Heading"), needed=True)


def _story(form: SectionForm) -> None:
    form.add_texts("heading", _("Heading"), needed=True)
    form.add_texts("text", _("Text"), rows=4, needed=True)
    form.add_picture("picture", _("Picture"))
    form.add_texts("alt", _("What the picture shows"))
    form.add_texts("link", _("Words of the link"))
    form.add_choice("target", _("Where the link leads"), hint=TARGET_HINT)
    form.fields["flip"] = forms.BooleanField(label=_("Words left, picture right"), required=False)


def _roll(form: SectionForm) -> None:
    form.add_texts("heading", _("Heading"), needed=True)
    form.add_texts("note", _("A few words beside the heading"))
    _rows(form, _("Up to twelve lines, each: name | what it stands for."))


_FIELDS = {"hero": _hero, "facts": _facts, "goods": _goods, "tiles": _tiles, "story": _story, "roll": _roll}
KINDS: dict[str, tuple[Text, Text]] = {
    "hero": (gettext_lazy("Opening"), gettext_lazy("A large picture with a heading: the first thing customers see.")),
    "facts": (gettext_lazy("Promises"), gettext_lazy("Two or three short promises side by side.")),
    "goods": (gettext_lazy("Goods"), gettext_lazy("A row of products out of a collection or category.")),
    "tiles": (gettext_lazy("Departments"), gettext_lazy("Your main categories as pictures.")),
    "story": (gettext_lazy("Story"), gettext_lazy("A picture with a few sentences.")),
    "roll": (gettext_lazy("List of names"), gettext_lazy("Makers, places or materials and what they stand for.")),
}
