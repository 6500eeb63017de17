"""Package kinds: what things are put into."""

from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Output
from storecrew.shop.shipping import rulebook
from storecrew.shop.shipping.actions.loading import load
from storecrew.shop.shipping.drafts import PackageKindDraft
from storecrew.shop.shipping.models import PackageKind
from storecrew.shop.shipping.seats import EDITORS, EVERYWHERE


class PackageKindSaved(Output):
    """A package kind after a change."""

    package_kind_id: int
    version: int


@action(
    "shipping.create_package_kind",
    label=gettext_lazy("Add a package kind"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def create_package_kind(run: Run, data: PackageKindDraft) -> PackageKindSaved:
    """Add a box, bag, tube or letter that the shop packs into."""
    row = PackageKind.objects.create(**data.model_dump())
    run.changed(row.subject, "name", old=None, new=row.name)
    rulebook.change()
    return PackageKindSaved(package_kind_id=row.pk, version=row.version)


class PackageKindEdit(PackageKindDraft):
    """All of it anew."""

    package_kind_id: int
    version: int | None = None


@action(
    "shipping.edit_package_kind",
    label=gettext_lazy("Change a package kind"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def edit_package_kind(run: Run, data: PackageKindEdit) -> PackageKindSaved:
    """Change a package kind, or use it no longer (`active` false): old parcels keep it."""
    row = load(PackageKind.objects.all(), data.package_kind_id, version=data.version)
    run.about(row.subject)
    for name in PackageKindDraft.model_fields:
        value = getattr(data, name)
        run.changed(row.subject, name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    if run.changes:
        row.version += 1
        row.save()
        rulebook.change()
    return PackageKindSaved(package_kind_id=row.pk, version=row.version)
