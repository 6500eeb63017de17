"""What changes how the storefront looks and what it says."""

from storecrew.fronts.storefront.actions.home import add_section, edit_section, move_section, remove_section
from storecrew.fronts.storefront.actions.look import set_frame, set_theme
from storecrew.fronts.storefront.actions.menus import set_menu
from storecrew.fronts.storefront.actions.pages import remove_page, save_page

__all__ = [
    "add_section",
    "edit_section",
    "move_section",
    "remove_page",
    "remove_section",
    "save_page",
    "set_frame",
    "set_menu",
    "set_theme",
]
