"""What this part shows in the console's shell: its entry in the menu, and where an import is found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.catalogue.seats import EDITORS
from storecrew.shop.catalogue.transfer.models import Import

menu.register(MenuItem("catalogue", _("Import, export"), "upload", "catalogue_transfer:imports", EDITORS, order=14))


def _import(number: str) -> Link | None:
    row = Import.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("catalogue_transfer:import", args=[row.pk]), "upload") if row else None


links.register("import", _import)
