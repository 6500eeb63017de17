"""What this room puts into the console."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import menu
from storecrew.kernel.pages.types import MenuItem

menu.register(
    MenuItem(room="mail", label=_("Letters sent"), icon="message", url_name="mail:outbox", seats={"it"}, order=40)
)
