"""Choose the look, and write the words around every page."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.fronts.storefront import design
from storecrew.fronts.storefront.looks import LOOKS, SMALLEST_CONTRAST, contrast
from storecrew.fronts.storefront.types import Frame
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.kernel.money.currencies import is_currency


class SetTheme(Input):
    """A look and what the store changes of it. `accent`: `#rrggbb`, empty for the look's own."""

    look: Literal["quiet", "market", "night"]
    accent: Annotated[str, Field(pattern=r"^$|^#[0-9a-fA-F]{6}$")] = ""
    corners: Literal["", "square", "soft", "round"] = ""


@action(
    "storefront.set_theme",
    label=gettext_lazy("Choose the look of the storefront"),
    seats=design.SEATS,
    surfaces={"web", "rest", "mcp", "cli"},
    previews=True,
)
def set_theme(run: Run, data: SetTheme) -> Nothing:
    """Choose one of the finished looks, and the store's own accent colour and corners. Takes effect on every page at once.

    Refused when buttons and links in the accent could not be read on the look's ground.
    """
    if data.accent:
        ratio = contrast(data.accent.lower(), LOOKS[data.look].canvas)
        if ratio < SMALLEST_CONTRAST:
            message = _(
                "%(accent)s reads too faintly on this look: %(ratio).1f to 1, and 4.5 is needed. Take a stronger shade."
            )
            raise Refused(message % {"accent": data.accent, "ratio": ratio}, code="too_faint")
    row = design.locked()
    tokens = {name: value for name, value in (("accent", data.accent.lower()), ("corners", data.corners)) if value}
    run.changed(design.SUBJECT, "look", old=row.look, new=data.look)
    run.changed(design.SUBJECT, "tokens", old=row.tokens, new=tokens)
    row.look, row.tokens = data.look, tokens
    design.touch(run, row)
    return Nothing()


@action(
    "storefront.set_frame",
    label=gettext_lazy("Change the words around every page"),
    seats=design.SEATS,
    surfaces={"web", "rest", "mcp", "cli"},
)
def set_frame(run: Run, data: Frame) -> Nothing:
    """Change the notice at the top, the words at the foot, contact, currencies by language, and the terms told to search engines."""
    unknown = {f"currencies.{language}": code for language, code in data.currencies.items() if not is_currency(code)}
    unknown |= {
        f"shipping.{at}.currency": row.currency for at, row in enumerate(data.shipping) if not is_currency(row.currency)
    }
    if unknown:
        raise InvalidInput(
            {path: _("There is no currency %(code)s.") % {"code": code} for path, code in unknown.items()}
        )
    row = design.locked()
    new = data.model_dump(mode="json")
    for name, value in new.items():
        run.changed(design.SUBJECT, name, old=row.frame.get(name), new=value)
    row.frame = new
    design.touch(run, row)
    return Nothing()
