"""What wishes put into the console: a menu entry, names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.wishes.seats import READERS

menu.register(
    MenuItem("wishes", _("Waited for"), "bell", "wishes:index", {"marketing", "warehouse", "director"}, order=45)
)
links.register("wishes_habits", lambda _pk: Link(str(_("How many are told at once")), reverse("wishes:index")))
links.register("wishes", lambda _uid: Link(str(_("A wish list")), reverse("wishes:index")), seats=READERS)
