"""Console pages of those who keep the storefront."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.fronts.storefront import actions, design, reads
from storecrew.fronts.storefront.actions import home as home_actions
from storecrew.fronts.storefront.actions import pages as page_actions
from storecrew.fronts.storefront.forms import FrameForm, MenuForm, PageForm, ThemeForm
from storecrew.fronts.storefront.languages import self_name
from storecrew.fronts.storefront.looks import LOOKS
from storecrew.fronts.storefront.section_forms import KINDS, SectionForm
from storecrew.fronts.storefront.site import NotEstablished, site_at
from storecrew.fronts.storefront.types import say
from storecrew.fronts.storefront.views.home import home_in
from storecrew.kernel.actions.errors import Denied, SignedOut
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages import answers
from storecrew.kernel.store import reads as stores

INDEX = "storefront_crew:index"


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Choose the look; see the home page's parts, the menus and the pages."""
    actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    now = reads.design_now(actor, reads.Nothing())
    form = ThemeForm(request.POST or None, initial={"look": now.look, "accent": now.accent, "corners": now.corners})
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=reverse(INDEX), done=_("The look is changed on every page."))
    ):
        return answer
    language = translation.get_language()
    sections = [
        {
            "id": section.section_id,
            "kind": KINDS[section.content.kind][0],
            "heading": _heading(section.content, language),
            "shown": section.shown,
        }
        for section in reads.home(actor, reads.Nothing()).sections
    ]
    pages = [
        {
            "slug": page.slug,
            "title": say({code: text.title for code, text in page.texts.items()}, language),
            "languages": ", ".join(self_name(code) for code in page.texts),
            "shown": page.shown,
            "changed_at": page.changed_at,
        }
        for page in reads.pages(actor, reads.Nothing()).pages
    ]
    context = {
        "form": form,
        "sections": sections,
        "pages": pages,
        "kinds": KINDS,
        "looks": LOOKS.values(),
        "here": now.look,
    }
    return answers.page(request, "storefront/crew/index.html", context)


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """Change the words around every page."""
    now = reads.design_now(request.actor, reads.Nothing())  # type: ignore[attr-defined]  # see index
    form = FrameForm(request.POST or None, frame=now.frame, languages=_languages())
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=reverse(INDEX), done=_("The words are changed on every page."))
    ):
        return answer
    return answers.page(
        request,
        "storefront/crew/form.html",
        {"form": form, "title": _("Words around every page"), "save": _("Save the words")},
    )


@require_http_methods(["GET", "POST"])
def menu(request: HttpRequest, place: str) -> HttpResponse:
    """Change the links at the top or at the foot."""
    menus = reads.menus(request.actor, reads.Nothing())  # type: ignore[attr-defined]  # see index
    title = _("Links at the top") if place == "top" else _("Links at the foot")
    form = MenuForm(request.POST or None, languages=_languages(), groups=getattr(menus, place), fixed={"place": place})
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=reverse(INDEX), done=_("The links are changed on every page."))
    ):
        return answer
    return answers.page(
        request, "storefront/crew/form.html", {"form": form, "title": title, "save": _("Save the links")}
    )


@require_http_methods(["GET", "POST"])
def new_section(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a part to the home page."""
    if kind not in KINDS:
        raise Http404
    form = SectionForm(request.POST or None, request.FILES or None, kind=kind, languages=_languages())
    return _section(
        request,
        form,
        _("Add to the home page: %(kind)s") % {"kind": KINDS[kind][0]},
        _("Added at the end of the home page."),
    )


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, section_id: int) -> HttpResponse:
    """Change a part of the home page."""
    found = reads.home(request.actor, reads.Nothing()).sections  # type: ignore[attr-defined]  # see index
    one = next((section for section in found if section.section_id == section_id), None)
    if one is None:
        raise Http404
    form = SectionForm(
        request.POST or None,
        request.FILES or None,
        kind=one.content.kind,
        part=one.content,
        shown=one.shown,
        section_id=section_id,
        languages=_languages(),
    )
    return _section(request, form, str(KINDS[one.content.kind][0]), _("The home page is changed."))


def _section(request: HttpRequest, form: SectionForm, title: str, done: str) -> HttpResponse:
    if request.method == "POST" and (answer := answers.sent(request, form, then=reverse(INDEX), done=done)):
        return answer
    return answers.page(
        request, "storefront/crew/form.html", {"form": form, "title": title, "save": _("Save this part")}
    )


@require_POST
def move(request: HttpRequest, section_id: int) -> HttpResponse:
    """Move a part of the home page up or down by one."""
    by = 1 if request.POST.get("by") == "1" else -1
    return answers.act(
        request,
        actions.move_section,
        home_actions.MoveSection(section_id=section_id, by=by),
        then=reverse(INDEX),
        done=_("Moved."),
    )


@require_POST
def remove_section(request: HttpRequest, section_id: int) -> HttpResponse:
    """Take a part off the home page."""
    data = home_actions.RemoveSection(section_id=section_id)
    return answers.act(request, actions.remove_section, data, then=reverse(INDEX), done=_("Taken off the home page."))


@require_http_methods(["GET", "POST"])
def new_page(request: HttpRequest) -> HttpResponse:
    """Write a new page."""
    form = PageForm(request.POST or None, languages=_languages())
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=reverse(INDEX), done=_("The page is written."))
    ):
        return answer
    return answers.page(
        request, "storefront/crew/form.html", {"form": form, "title": _("New page"), "save": _("Save the page")}
    )


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Rewrite a page."""
    found = reads.page(request.actor, reads.PageQuery(slug=slug))  # type: ignore[attr-defined]  # see index
    form = PageForm(
        request.POST or None,
        languages=_languages(),
        texts=found.texts,
        new=False,
        fixed={"slug": slug},
        initial={"shown": found.shown},
    )
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=reverse(INDEX), done=_("The page is written."))
    ):
        return answer
    title = say({code: text.title for code, text in found.texts.items()}, translation.get_language())
    context = {
        "form": form,
        "title": title,
        "save": _("Save the page"),
        "removal": reverse("storefront_crew:page_removal", args=[slug]),
    }
    return answers.page(request, "storefront/crew/form.html", context)


@require_POST
def remove_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a page for good."""
    data = page_actions.RemovePage(slug=slug)
    return answers.act(request, actions.remove_page, data, then=reverse(INDEX), done=_("The page is removed."))


@require_GET
def preview(request: HttpRequest, look: str) -> HttpResponse:
    """Show the home page in another look, to those who may choose it."""
    now = timezone.now()
    grants = grants_of(request.actor, now)  # type: ignore[attr-defined]  # see index
    if not grants.signed_in:
        raise SignedOut
    if not design.SEATS & set(grants.seats):
        raise Denied(_("Choosing the look is for the web and marketing seats."))
    if look not in LOOKS:
        raise Http404
    try:
        site = site_at("").in_look(LOOKS[look])
    except NotEstablished as error:
        raise Http404 from error
    with translation.override(site.language):
        answer = home_in(request, site, now)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _heading(content: Any, language: str) -> str:
    texts = content.facts[0].title if content.kind == "facts" else content.heading
    return say(texts, language).replace("\n", " ")


def _languages() -> tuple[str, ...]:
    profile = stores.current()
    return profile.languages if profile else ("en",)
