"""Texts of the store."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.fronts.storefront import design
from storecrew.fronts.storefront.models import Page
from storecrew.fronts.storefront.types import PageText
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing


class SavePage(Input):
    """A page under its address. `texts`: by language code, at least one; the page exists in the languages given."""

    slug: Annotated[str, Field(pattern=r"^[\w-]{1,80}$")]
    texts: Annotated[dict[Annotated[str, Field(max_length=12)], PageText], Field(min_length=1)]
    shown: bool = True


class RemovePage(Input):
    """The page to remove, by its address."""

    slug: str


@action(
    "storefront.save_page",
    label=gettext_lazy("Write a page"),
    seats=design.SEATS,
    surfaces={"web", "rest", "mcp", "cli"},
)
def save_page(run: Run, data: SavePage) -> Nothing:
    """Write or rewrite a page of the store, such as delivery or privacy, in any of its languages.

    The body is plain lines with a few marks (`## heading`, `- list`, `> quote`, `**bold**`, `[words](address)`) or harmless HTML.
    """
    page = Page.objects.select_for_update().filter(slug=data.slug).first() or Page(slug=data.slug, texts={})
    new = {language: text.model_dump(mode="json") for language, text in data.texts.items()}
    for language in sorted(new.keys() | page.texts.keys()):
        run.changed(f"page:{data.slug}", language, old=page.texts.get(language), new=new.get(language))
    run.changed(f"page:{data.slug}", "shown", old=page.shown, new=data.shown)
    page.texts, page.shown, page.changed_at = new, data.shown, run.now
    page.save()
    design.touch(run)
    return Nothing()


@action(
    "storefront.remove_page",
    label=gettext_lazy("Remove a page"),
    seats=design.SEATS,
    surfaces={"web", "rest", "cli"},
    destructive=True,
    previews=True,
)
def remove_page(run: Run, data: RemovePage) -> Nothing:
    """Remove a page for good. Its address answers 404 from then on; to keep the text, hide the page instead."""
    page = Page.objects.select_for_update().filter(slug=data.slug).first()
    if page is None:
        raise Missing(_("There is no page of that address."))
    run.changed(f"page:{page.slug}", "texts", old=page.texts, new=None)
    page.delete()
    design.touch(run)
    return Nothing()
