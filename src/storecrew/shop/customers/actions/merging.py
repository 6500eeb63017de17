"""Two records of one person become one, and two again; or somebody says that they are two people."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.shop.customers.events import CustomersMerged, CustomersUnmerged
from storecrew.shop.customers.models import Customer, Merge, NotTheSame
from storecrew.shop.customers.seats import CREW_DOORS, KEEPERS
from storecrew.shop.customers.writing import merging as writing


class MergeTwo(Input):
    """Which record stays, and which goes into it."""

    kept_id: int
    gone_id: int


class Merged(Output):
    """The merge, by which it can be taken back."""

    merge_id: int
    kept_id: int
    gone_id: int


@action(
    "customers.merge",
    label=gettext_lazy("Merge two customers"),
    seats=KEEPERS,
    surfaces=CREW_DOORS,
    emits=(CustomersMerged,),
    previews=True,
)
def merge(run: Run, data: MergeTwo) -> Merged:
    """Put one record of a person into the other: orders, addresses, notes, tags and ways to sign in move; it can be taken back.

    The kept record's own name, number and address win; empty ones are filled from the other. Consents of both count,
    the newest of each purpose.
    """
    kept, gone = _two(data.kept_id, data.gone_id)
    run.about(kept.subject, gone.subject)
    for row in (kept, gone):
        if row.merged_into_id is not None or row.forgotten_at is not None:
            raise Refused(_("%(name)s was merged or forgotten already.") % {"name": row}, code="not_there")
    if Customer.objects.filter(merged_into=gone).exists():
        _chain(gone, kept)
    moved = writing.move_all(run, gone, kept)
    done = Merge.objects.create(kept=kept, gone=gone, moved=moved, at=run.now, by=run.actor.ref)
    run.changed(gone.subject, "merged_into", old=None, new=kept.pk)
    run.emit(CustomersMerged(customer_id=kept.pk, gone_id=gone.pk), subject=kept.subject)
    return Merged(merge_id=done.pk, kept_id=kept.pk, gone_id=gone.pk)


def _chain(gone: Customer, kept: Customer) -> None:
    """Refuse what could not be taken back in any order: a record that others went into goes into a third."""
    words = _("Other records were merged into %(gone)s. Merge %(kept)s into %(gone)s instead.")
    raise Refused(words % {"gone": gone, "kept": kept}, code="has_merged")


class OneMerge(Input):
    """A merge."""

    merge_id: int


@action(
    "customers.unmerge",
    label=gettext_lazy("Take a merge back"),
    seats=KEEPERS,
    surfaces=CREW_DOORS,
    emits=(CustomersUnmerged,),
)
def unmerge(run: Run, data: OneMerge) -> Merged:
    """Make two records of one again: exactly what moved goes back; what came since stays with the kept one."""
    row = Merge.objects.select_for_update().filter(pk=data.merge_id).first()
    if row is None:
        raise Missing
    kept, gone = _two(row.kept_id, row.gone_id)
    run.about(kept.subject, gone.subject)
    if row.undone_at is not None:
        return Merged(merge_id=row.pk, kept_id=kept.pk, gone_id=gone.pk)
    if kept.forgotten_at is not None or gone.forgotten_at is not None:
        raise Refused(_("They were forgotten since; nothing is left to move back."), code="forgotten")
    writing.move_back(run, row.moved, gone, kept)
    row.undone_at = run.now
    row.save(update_fields=["undone_at"])
    run.changed(gone.subject, "merged_into", old=kept.pk, new=None)
    run.emit(CustomersUnmerged(customer_id=kept.pk, gone_id=gone.pk), subject=kept.subject)
    return Merged(merge_id=row.pk, kept_id=kept.pk, gone_id=gone.pk)


class TwoPeople(Input):
    """Two records that look alike."""

    one_id: int
    other_id: int


@action("customers.not_the_same", label=gettext_lazy("Two people"), seats=KEEPERS, surfaces=CREW_DOORS)
def not_the_same(run: Run, data: TwoPeople) -> Nothing:
    """Say that two records which look alike are two people; the list of duplicates leaves them out from now on."""
    one, other = _two(data.one_id, data.other_id)
    run.about(one.subject, other.subject)
    low, high = sorted((one.pk, other.pk))
    NotTheSame.objects.get_or_create(low_id=low, high_id=high, defaults={"at": run.now, "by": run.actor.ref})
    return Nothing()


def _two(one_id: int, other_id: int) -> tuple[Customer, Customer]:
    """Return both, locked in the order of their numbers, so that two merges cannot wait for each other."""
    if one_id == other_id:
        raise InvalidInput({"gone_id": _("Choose two different customers.")})
    rows = Customer.objects.select_for_update(of=("self",)).filter(pk__in=[one_id, other_id]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise Missing
    return found[one_id], found[other_id]
