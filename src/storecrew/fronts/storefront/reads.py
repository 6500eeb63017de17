"""What the storefront is made of, for those who keep it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.fronts.storefront import design
from storecrew.fronts.storefront.models import Menu, Page, Section
from storecrew.fronts.storefront.types import Frame, LinkGroup, PageText, SectionContent
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, Ask, Input, Output

SURFACES = frozenset({"web", "rest", "mcp", "cli"})


class Nothing(Input):
    """Nothing needs to be said."""


class DesignView(Output):
    """The look, what the store changed of it, and the words around every page."""

    look: str
    accent: str
    corners: str
    frame: Frame


class SectionView(Output):
    """A part of the home page."""

    section_id: int
    shown: bool
    content: SectionContent


class HomeView(Output):
    """The home page from top to bottom."""

    sections: tuple[SectionView, ...]


class MenusView(Output):
    """The menus; an empty top shows the main categories."""

    top: tuple[LinkGroup, ...]
    foot: tuple[LinkGroup, ...]


class PageQuery(Input):
    """Which page, by its address."""

    slug: str


class PageView(Output):
    """A page with its texts by language."""

    slug: str
    shown: bool
    changed_at: datetime
    texts: dict[str, PageText]


class PagesView(Output):
    """All pages by address."""

    pages: tuple[PageView, ...]


@read("storefront.design", label=gettext_lazy("Look of the storefront"), seats={ANYONE}, surfaces=SURFACES)
def design_now(ask: Ask, data: Nothing) -> DesignView:
    """Tell the look of the storefront and the words around every page."""
    row = design.current()
    return DesignView(
        look=row.look,
        accent=row.tokens.get("accent", ""),
        corners=row.tokens.get("corners", ""),
        frame=Frame.model_validate(row.frame),
    )


@read("storefront.home", label=gettext_lazy("Parts of the home page"), seats={ANYONE}, surfaces=SURFACES)
def home(ask: Ask, data: Nothing) -> HomeView:
    """Tell the parts of the home page, from top to bottom, hidden ones too."""
    rows = Section.objects.all()
    return HomeView(
        sections=tuple(SectionView(section_id=row.pk, shown=row.shown, content=row.content) for row in rows)
    )


@read("storefront.menus", label=gettext_lazy("Menus"), seats={ANYONE}, surfaces=SURFACES)
def menus(ask: Ask, data: Nothing) -> MenusView:
    """Tell the links at the top and at the foot of every page."""
    groups = {row.place: row.groups for row in Menu.objects.all()}
    return MenusView(top=groups.get("top", []), foot=groups.get("foot", []))


@read("storefront.pages", label=gettext_lazy("Pages"), seats={ANYONE}, surfaces=SURFACES)
def pages(ask: Ask, data: Nothing) -> PagesView:
    """List the pages of the store with their texts."""
    return PagesView(pages=tuple(map(_page, Page.objects.all())))


@read("storefront.page", label=gettext_lazy("Page"), seats={ANYONE}, surfaces=SURFACES)
def page(ask: Ask, data: PageQuery) -> PageView:
    """Tell the texts of one page."""
    found = Page.objects.filter(slug=data.slug).first()
    if found is None:
        raise Missing(_("There is no page of that address."))
    return _page(found)


def shown_page(slug: str) -> PageView | None:
    """Return a page that everybody may read, for other fronts; None where the store has written none."""
    found = Page.objects.filter(slug=slug, shown=True).first()
    return _page(found) if found else None


def _page(row: Page) -> PageView:
    return PageView(slug=row.slug, shown=row.shown, changed_at=row.changed_at, texts=row.texts)
