"""How a form's field is drawn: what of Django's bound field goes where in the kit's markup."""

from dataclasses import dataclass

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    Textarea,
)
from django.forms.widgets import HiddenInput
from django.utils.html import format_html
from django.utils.safestring import SafeString

from storecrew.kernel.pages.types import Text


@dataclass(frozen=True, slots=True)
class Field:
    """A field ready for `pages/parts/field.html`. `kind`: control, check, choices or hidden."""

    kind: str
    name: str
    id: str
    label: Text
    optional: bool
    hint: Text
    errors: tuple[str, ...]
    control: SafeString
    choices: tuple[SafeString, ...] = ()


def field_of(bound: BoundField, *, width: str = "", label: Text = "", hint: Text = "") -> Field:
    """Return how `bound` is drawn; raises nothing: a field without a label is called by its name."""
    widget = bound.field.widget
    hint = hint or bound.help_text
    errors = tuple(str(error) for error in bound.errors)
    described = " ".join(
        name
        for name, there in (
            (f"{bound.auto_id}_hint", hint),
            (f"{bound.auto_id}_error", errors),
        )
        if there
    )
    attrs: dict[str, str | bool] = {"class": _css(bound, width)}
    if described:
        attrs["aria-describedby"] = described
    if errors:
        attrs["aria-invalid"] = "true"
    kind = _kind(widget)
    return Field(
        kind=kind,
        name=bound.html_name,
        id=bound.auto_id or bound.html_name,
        label=label or bound.label or bound.name,
        optional=not bound.field.required and kind != "check",
        hint=hint,
        errors=errors,
        control=bound.as_widget(attrs=attrs) if kind != "choices" else SafeString(""),
        choices=_choices(bound) if kind == "choices" else (),
    )


def _kind(widget: object) -> str:
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, CheckboxInput) else "control"


def _css(bound: BoundField, width: str) -> str:
    widget = bound.field.widget
    own = widget.attrs.get("class", "")
    if isinstance(widget, CheckboxInput):
        return own or "tick"
    base = "input"
    if width:
        base += f" input--{width}"
    if getattr(widget, "input_type", "") == "number":
        base += " input--num"
    if isinstance(widget, Select) and widget.allow_multiple_selected:
        base += " input--many"
    if isinstance(widget, Textarea):
        base += " input--text"
    return f"{base} {own}".strip()


def _choices(bound: BoundField) -> tuple[SafeString, ...]:
    bound.field.widget.attrs.setdefault("class", "tick")
    return tuple(
        format_html(
            '<label class="check">{}<span>{}</span></label>',
            choice.tag(),
            choice.choice_label,
        )
        for choice in bound
    )
