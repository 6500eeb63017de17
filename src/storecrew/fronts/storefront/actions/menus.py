"""The links at the top and at the foot of every page."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.fronts.storefront import design
from storecrew.fronts.storefront.models import Menu
from storecrew.fronts.storefront.types import LinkGroup
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing


class SetMenu(Input):
    """The top has one group; the foot up to four, each under its heading. No groups: the top shows the main categories."""

    place: Literal["top", "foot"]
    groups: Annotated[tuple[LinkGroup, ...], Field(max_length=4)]


@action(
    "storefront.set_menu",
    label=gettext_lazy("Change a menu"),
    seats=design.SEATS,
    surfaces={"web", "rest", "mcp", "cli"},
)
def set_menu(run: Run, data: SetMenu) -> Nothing:
    """Set the links at the top or at the foot of every page, in their order."""
    row = Menu.objects.select_for_update().filter(place=data.place).first() or Menu(place=data.place)
    new = [group.model_dump(mode="json") for group in data.groups]
    run.changed(f"storefront_menu:{data.place}", "groups", old=row.groups, new=new)
    row.groups = new
    row.save()
    design.touch(run)
    return Nothing()
