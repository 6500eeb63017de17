"""A tiny room for the door's tests: labels on a shelf, kept in Django's own group table."""

from typing import Annotated

from django.contrib.auth.models import Group
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.constraints import sentence
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, PUBLIC, Ask, Input, Output, Personal, Private
from storecrew.kernel.events.types import Event

CLOCKWORK = grants.system("shelf.clockwork", may={"shelf.put"})
sentence("shelf_label_unique", "auth_group.name", "auth_group_name_key", says="There is such a label already.")


class LabelPut(Event):
    room = "shelf"
    history = True
    label: str


class Put(Input):
    label: Annotated[str, Field(min_length=1, max_length=40)]
    secret: Annotated[str, Private] = ""
    writer: Annotated[str, Personal] = ""
    explode: bool = False


class Label(Output):
    label_id: int
    label: str
    token: Annotated[str, Private] = ""


@action(
    "shelf.put",
    label="Put a label",
    seats={"warehouse"},
    surfaces={"web", "rest", "mcp", "cli"},
    emits=(LabelPut,),
    previews=True,
)
def put(run: Run, data: Put) -> Label:
    """Put a label on the shelf."""
    group = Group.objects.create(name=data.label)
    run.changed(f"label:{group.pk}", "label", old=None, new=data.label)
    if data.writer:
        run.changed(f"label:{group.pk}", "writer", old=None, new=data.writer, personal=True)
    run.emit(LabelPut(label=data.label), subject=f"label:{group.pk}")
    if data.explode:
        raise Refused("No room on the shelf. Take one off first.", code="full")
    return Label(label_id=group.pk, label=data.label, token=data.secret)


class PutTwo(Input):
    first: str
    second: str


@action("shelf.put_two", label="Put two labels", seats={"director"}, emits=(LabelPut,), calls=(put,))
def put_two(run: Run, data: PutTwo) -> Label:
    """Put two labels on the shelf, or none."""
    run.call(put, Put(label=data.first))
    return run.call(put, Put(label=data.second))


@action("shelf.undeclared", label="Call what was not declared", seats={ANYONE})
def undeclared(run: Run, data: PutTwo) -> Label:
    """Call another action without having declared it."""
    return run.call(put, Put(label=data.first))


class Count(Output):
    labels: int


class Nothing(Input):
    pass


@read("shelf.count", label="How many labels", seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def count(ask: Ask, data: Nothing) -> Count:
    """Count the labels on the shelf."""
    return Count(labels=Group.objects.count())


@read("shelf.is_empty", label="Is the shelf empty", seats={PUBLIC})
def is_empty(ask: Ask, data: Nothing) -> Count:
    """Tell strangers how many labels there are."""
    return Count(labels=Group.objects.count())
