"""Forms that become the input of an action: derived from it for scalar inputs, or written by hand for everything else.

A hand-written form subclasses `ActionForm`, names its action, and overrides `values` when its fields are not those of
the input.
Whatever the action finds wrong with its input appears at the field of that name.
"""

import types
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Literal, Union, cast, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError, Duplicate, InvalidInput, Parked, SignedOut
from storecrew.kernel.actions.types import Actor, Output
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages.types import Text

LONG = 200
"""A text that may be longer than this gets several lines."""


class ActionForm(forms.Form):
    """A form that runs an action. `once` makes a form that is sent twice run once."""

    action: ClassVar[Action[Any, Any]]
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, fixed: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        """Take what Django's forms take; `fixed` are values of the input that the reader does not fill in."""
        super().__init__(*args, **kwargs)
        self.fixed = dict(fixed or {})
        self.fields["once"].initial = uuid.uuid4().hex
        self.parked: Parked | None = None

    def values(self) -> dict[str, Any]:
        """Return the input's values from the cleaned data; empty optional fields are left to the input's defaults."""
        filled = {
            name: value for name, value in self.cleaned_data.items() if name != "once" and value not in (None, "")
        }
        return {**filled, **self.fixed}

    def run(self, actor: Actor) -> Output | None:
        """Check the form and run its action; None when something is wrong (see `errors`) or waits (see `parked`)."""
        if not self.is_valid():
            return None
        try:
            data = parse(self.action.input, self.values())
            answer: Output = self.action(actor, data, key=self.cleaned_data.get("once", ""))
        except Parked as waits:
            self.parked = waits
            return None
        except InvalidInput as error:
            self._place(error.fields)
            return None
        except Duplicate:
            data = cast("QueryDict", self.data).copy()
            data[self.add_prefix("once")] = uuid.uuid4().hex
            self.data = data
            self.add_error(None, _("This was sent before, with other words. Send it again if you mean a second one."))
            return None
        except SignedOut:
            raise  # the way leads to the sign-in page
        except ActionError as error:
            self.add_error(None, error.message)
            return None
        return answer

    def _place(self, fields: Mapping[str, str]) -> None:
        for path, sentence in fields.items():
            name = path.partition(".")[0]
            if name in self.fields:
                self.add_error(name, sentence)
            else:
                self.add_error(None, sentence)


def form_of(
    action: Action[Any, Any],
    *,
    labels: Mapping[str, Text],
    hints: Mapping[str, Text] | None = None,
    choices: Mapping[str, Sequence[tuple[str, Text]]] | None = None,
    leave: Sequence[str] = (),
) -> type[ActionForm]:
    """Return a form with one field for each field of the action's input.

    `labels` names every field (the order of labels is the order of the form); fields in `leave` are given as `fixed`.
    Raises TypeError for a field that has no label, or whose type needs a hand-written form.
    """
    wanted = {name: info for name, info in action.input.model_fields.items() if name not in leave}
    unnamed = set(wanted) - set(labels)
    if unnamed:
        raise TypeError(f"{action.name}: no label for {', '.join(sorted(unnamed))}")
    made = {
        name: _field(info, label=label, hint=(hints or {}).get(name, ""), choices=(choices or {}).get(name))
        for name, label in labels.items()
        if (info := wanted.get(name)) is not None
    }
    return type(
        f"{action.name.title().replace('.', '').replace('_', '')}Form", (ActionForm,), {"action": action, **made}
    )


def _field(info: FieldInfo, *, label: Text, hint: Text, choices: Sequence[tuple[str, Text]] | None) -> forms.Field:
    kind = _plain(info.annotation)
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": info.is_required()}
    if not info.is_required() and info.default not in (None, ""):
        common["initial"] = info.get_default(call_default_factory=True)
    if kind is bool:
        return forms.BooleanField(**{**common, "required": False})
    if get_origin(kind) is tuple:
        many = choices or _choices(get_args(kind)[0])
        return forms.MultipleChoiceField(**common, choices=many, widget=forms.CheckboxSelectMultiple)
    options = choices or _choices(kind)
    if options:
        return _choice(common, options)
    if kind not in _SCALARS:
        raise TypeError(f"{label}: {kind} needs a hand-written form")
    return _SCALARS[kind](common, info)


def _choice(common: dict[str, Any], options: Sequence[tuple[str, Text]]) -> forms.Field:
    few = len(options) <= 4 and common["required"]
    blank: list[tuple[str, Text]] = [] if common["required"] else [("", "–")]
    return forms.ChoiceField(**common, choices=[*blank, *options], widget=forms.RadioSelect if few else forms.Select)


def _choices(kind: Any) -> list[tuple[str, Text]]:
    if get_origin(kind) is Literal:
        return [(str(value), str(value)) for value in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [(str(member.value), getattr(member, "label", member.value)) for member in kind]
    return []


def _plain(annotation: Any) -> Any:
    """Return the type without `None` and annotations."""
    if isinstance(annotation, types.UnionType) or get_origin(annotation) is Union:
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _plain(inner[0]) if len(inner) == 1 else annotation
    origin = get_origin(annotation)
    if origin is not None and hasattr(annotation, "__metadata__"):
        return _plain(get_args(annotation)[0])
    return annotation


def _limit(info: FieldInfo, marker: type, name: str) -> Any:
    return next((getattr(one, name) for one in info.metadata if isinstance(one, marker)), None)


def _text(common: dict[str, Any], info: FieldInfo) -> forms.Field:
    most = _limit(info, MaxLen, "max_length")
    long = most is None or most > LONG
    return forms.CharField(
        **common, max_length=most, widget=forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput
    )


def _whole(common: dict[str, Any], info: FieldInfo) -> forms.Field:
    return forms.IntegerField(**common, min_value=_limit(info, Ge, "ge"), max_value=_limit(info, Le, "le"))


_SCALARS: Mapping[Any, Callable[[dict[str, Any], FieldInfo], forms.Field]] = {
    str: _text,
    int: _whole,
    Decimal: lambda common, _info: forms.DecimalField(**common),
    float: lambda common, _info: forms.FloatField(**common),
    date: lambda common, _info: forms.DateField(**common, widget=forms.DateInput(attrs={"type": "date"})),
    datetime: lambda common, _info: forms.DateTimeField(
        **common, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    ),
}
