"""The parts of the home page."""

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.fronts.storefront import design
from storecrew.fronts.storefront.models import Section
from storecrew.fronts.storefront.types import SectionContent
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output

MOST_SECTIONS = 20


class AddSection(Input):
    """A part at the end of the home page."""

    content: SectionContent
    shown: bool = True


class EditSection(AddSection):
    """A part as it shall be from now on."""

    section_id: int


class MoveSection(Input):
    """`by`: places up (negative) or down (positive)."""

    section_id: int
    by: int


class RemoveSection(Input):
    """The part to take off."""

    section_id: int


class SectionRef(Output):
    """Which part of the home page was written."""

    section_id: int


@action(
    "storefront.add_section",
    label=gettext_lazy("Add a part to the home page"),
    seats=design.SEATS,
    surfaces={"web", "rest", "mcp", "cli"},
)
def add_section(run: Run, data: AddSection) -> SectionRef:
    """Add a part at the end of the home page: hero, facts, goods, tiles, story or roll."""
    if Section.objects.count() >= MOST_SECTIONS:
        raise Refused(_("Twenty parts are the most a home page bears. Remove one first."), code="too_many_sections")
    last = Section.objects.aggregate(last=Max("position"))["last"] or 0
    section = Section.objects.create(position=last + 1, content=data.content.model_dump(mode="json"), shown=data.shown)
    run.changed(f"home_section:{section.pk}", "content", old=None, new=section.content)
    design.touch(run)
    return SectionRef(section_id=section.pk)


@action(
    "storefront.edit_section",
    label=gettext_lazy("Change a part of the home page"),
    seats=design.SEATS,
    surfaces={"web", "rest", "mcp", "cli"},
)
def edit_section(run: Run, data: EditSection) -> SectionRef:
    """Change what a part of the home page says, or whether it is shown."""
    section = _find(data.section_id)
    new = data.content.model_dump(mode="json")
    run.changed(f"home_section:{section.pk}", "content", old=section.content, new=new)
    run.changed(f"home_section:{section.pk}", "shown", old=section.shown, new=data.shown)
    section.content, section.shown = new, data.shown
    section.save()
    design.touch(run)
    return SectionRef(section_id=section.pk)


@action(
    "storefront.move_section",
    label=gettext_lazy("Move a part of the home page"),
    seats=design.SEATS,
    surfaces={"web", "rest", "mcp", "cli"},
)
def move_section(run: Run, data: MoveSection) -> Nothing:
    """Move a part of the home page up or down by some places; it stops at the ends."""
    moved = _find(data.section_id)
    row = list(Section.objects.select_for_update())
    at = [section.pk for section in row].index(moved.pk)
    to = max(0, min(len(row) - 1, at + data.by))
    row.insert(to, row.pop(at))
    run.changed(f"home_section:{moved.pk}", "place", old=at + 1, new=to + 1)
    for position, section in enumerate(row, start=1):
        section.position = position
    Section.objects.bulk_update(row, ["position"])
    design.touch(run)
    return Nothing()


@action(
    "storefront.remove_section",
    label=gettext_lazy("Remove a part of the home page"),
    seats=design.SEATS,
    surfaces={"web", "rest", "cli"},
    destructive=True,
    previews=True,
)
def remove_section(run: Run, data: RemoveSection) -> Nothing:
    """Take a part off the home page for good. To keep it for later, hide it instead."""
    section = _find(data.section_id)
    run.changed(f"home_section:{section.pk}", "content", old=section.content, new=None)
    section.delete()
    design.touch(run)
    return Nothing()


def _find(section_id: int) -> Section:
    section = Section.objects.select_for_update().filter(pk=section_id).first()
    if section is None:
        raise Missing(_("There is no such part of the home page any more."))
    return section
