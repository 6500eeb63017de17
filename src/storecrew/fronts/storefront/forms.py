"""Forms of the storefront's console pages: texts in each of the store's languages become one `Texts`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.fronts.storefront import actions
from storecrew.fronts.storefront.languages import self_name
from storecrew.fronts.storefront.looks import LOOKS
from storecrew.fronts.storefront.types import Frame, LinkGroup, Texts
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.pages.types import Text

CORNERS = [
    ("", gettext_lazy("As the look has them")),
    ("square", gettext_lazy("Square")),
    ("soft", gettext_lazy("Slightly rounded")),
    ("round", gettext_lazy("Round")),
]
TARGET_HINT = gettext_lazy(
    "home, search, category:tea, collection:gifts, product:clock-off-mug, page:delivery, or a full address"
)


class ThemeForm(ActionForm):
    """Pick a look."""

    action = actions.set_theme
    look = forms.ChoiceField(label=gettext_lazy("Which look"), widget=forms.RadioSelect)
    accent = forms.CharField(
        label=gettext_lazy("Your own accent"),
        help_text=gettext_lazy("A colour like #1f5a4c for buttons and marks. Leave it empty for the look's own."),
        required=False,
        max_length=7,
    )
    corners = forms.ChoiceField(label=gettext_lazy("Corners"), choices=CORNERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["look"].choices = [(look.code, f"{look.name}: {look.about}") for look in LOOKS.values()]  # type: ignore[attr-defined]  # a ChoiceField


class TextsForm(ActionForm):
    """A form with lines of text in each language. Fields are named `<name>__<language>`."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        self.languages = tuple(languages)
        super().__init__(*args, **kwargs)

    def add_texts(self, name: str, label: Text, *, rows: int = 1, hint: Text = "", needed: bool = False) -> None:
        """Add a text in each language; only the store's first language is needed, if any."""
        for at, language in enumerate(self.languages):
            widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
            title = f"{label} · {self_name(language)}" if len(self.languages) > 1 else str(label)
            self.fields[f"{name}__{language}"] = forms.CharField(
                label=title,
                required=needed and at == 0,
                widget=widget,
                help_text=str(hint) if at == 0 else "",
                max_length=20_000,
            )

    def texts(self, name: str) -> Texts:
        """Return what was written under `name`, without empty languages."""
        found = {language: self.cleaned_data.get(f"{name}__{language}", "") for language in self.languages}
        return {language: text.replace("\r\n", "\n") for language, text in found.items() if text}

    def spread(self, name: str, texts: Texts) -> dict[str, str]:
        """Return texts as initial values of the fields under `name`."""
        return {f"{name}__{language}": text for language, text in texts.items()}

    def _place(self, fields: Mapping[str, str]) -> None:
        named = {}
        for path, sentence in fields.items():
            parts = path.split(".")
            same = [
                f"{part}__{language}"
                for part in parts
                for language in (*parts, *self.languages)
                if f"{part}__{language}" in self.fields
            ]
            named[same[0] if same else next((part for part in parts if part in self.fields), path)] = sentence
        super()._place(named)


class FrameForm(TextsForm):
    """The words around every page. Terms and currencies that the form does not show are carried along."""

    action = actions.set_frame
    TEXTS = (
        ("name", gettext_lazy("What the store is called"), 1),
        ("notice", gettext_lazy("Line at the very top"), 1),
        ("tagline", gettext_lazy("The store in one line"), 1),
        ("about", gettext_lazy("For search engines"), 2),
        ("hours", gettext_lazy("When somebody answers"), 1),
        ("company", gettext_lazy("Company"), 1),
        ("address", gettext_lazy("Address"), 1),
        ("small_print", gettext_lazy("Small print"), 2),
    )

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        self.frame = frame
        super().__init__(*args, **kwargs)
        for name, label, rows in self.TEXTS:
            self.add_texts(name, label, rows=rows)
            self.initial.update(self.spread(name, getattr(frame, name)))
        self.fields["email"] = forms.EmailField(label=_("E-mail for customers"), required=False, initial=frame.email)
        self.fields["return_days"] = forms.IntegerField(
            label=_("Days to send goods back"),
            help_text=_("At your cost; search engines show it. Empty: nothing is promised."),
            required=False,
            min_value=0,
            max_value=365,
            initial=frame.return_days,
        )
        for language in self.languages:
            self.fields[f"currency__{language}"] = forms.CharField(
                label=_("Currency in %(language)s") % {"language": self_name(language)},
                required=False,
                max_length=3,
                initial=frame.currencies.get(language, ""),
            )

    def values(self) -> dict[str, Any]:
        """Return the input of the action."""
        kept = self.frame.model_dump(mode="json")
        kept |= {name: self.texts(name) for name, _label, _rows in self.TEXTS}
        kept["email"] = self.cleaned_data.get("email", "")
        kept["return_days"] = self.cleaned_data.get("return_days")
        kept["currencies"] = {
            code: text.upper() for code in self.languages if (text := self.cleaned_data.get(f"currency__{code}", ""))
        }
        return kept


class MenuForm(ActionForm):
    """A menu as lines: `target | label | label in the next language`; a line with `#` begins a group with its heading."""

    action = actions.set_menu
    lines = forms.CharField(
        label=gettext_lazy("Links"), required=False, widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"})
    )

    def __init__(self, *args: Any, languages: Sequence[str], groups: Sequence[LinkGroup] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = tuple(languages)
        names = " | ".join(map(self_name, self.languages))
        self.fields["lines"].help_text = _(
            "One link a line: where it leads | %(names)s. A line that begins with # starts a group: # | %(names)s. "
            "Links lead to home, search, category:…, collection:…, product:…, page:… or a full address."
        ) % {"names": names}
        self.fields["lines"].initial = "\n".join(self._written(groups))

    def _written(self, groups: Sequence[LinkGroup]) -> list[str]:
        written: list[str] = []
        for group in groups:
            if any(group.heading.values()) or written:
                written += ["", self._line("#", group.heading)] if written else [self._line("#", group.heading)]
            written += [self._line(link.target, link.label) for link in group.links]
        return written

    def _line(self, first: str, texts: Texts) -> str:
        return " | ".join([first, *(texts.get(language, "") for language in self.languages)]).rstrip(" |")

    def values(self) -> dict[str, Any]:
        """Return the input of the action."""
        groups: list[dict[str, Any]] = []
        for line in filter(None, map(str.strip, self.cleaned_data["lines"].splitlines())):
            first, *labels = [part.strip() for part in line.split("|")]
            texts = {language: label for language, label in zip(self.languages, labels, strict=False) if label}
            if first.startswith("#"):
                groups.append({"heading": texts, "links": []})
                continue
            if not groups:
                groups.append({"heading": {}, "links": []})
            groups[-1]["links"].append({"target": first, "label": texts})
        return {"groups": groups, **self.fixed}


class PageForm(TextsForm):
    """A page in every language of the store."""

    action = actions.save_page

    def __init__(self, *args: Any, texts: Mapping[str, Any] | None = None, new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            self.fields["slug"] = forms.SlugField(
                label=_("Address"),
                help_text=_("Short and lasting, e.g. delivery. It stays the same in every language."),
                max_length=80,
                allow_unicode=True,
            )
        self.add_texts("title", _("Title"), needed=True)
        self.add_texts("description", _("In one sentence, for search engines and under the title"))
        self.add_texts(
            "body",
            _("Text"),
            rows=14,
            hint=_("Leave a line empty between paragraphs. ## heading, - list, > quote, **bold**, [words](address)."),
        )
        self.fields["shown"] = forms.BooleanField(label=_("Customers can see it"), required=False, initial=True)
        for language, text in (texts or {}).items():
            for name in ("title", "description", "body"):
                self.initial[f"{name}__{language}"] = getattr(text, name)

    def values(self) -> dict[str, Any]:
        """Return the input of the action."""
        parts = {name: self.texts(name) for name in ("title", "description", "body")}
        texts = {
            language: {name: found[language] for name, found in parts.items() if language in found}
            for language in self.languages
            if any(language in found for found in parts.values())
        }
        filled = {"slug": self.cleaned_data.get("slug", ""), "texts": texts, "shown": self.cleaned_data["shown"]}
        return {**filled, **self.fixed}
