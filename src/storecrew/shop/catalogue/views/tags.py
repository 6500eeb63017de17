"""Tags: which there are, on how many products, and what they are called."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.forms import RenameTagForm
from storecrew.shop.catalogue.models import Tag
from storecrew.shop.catalogue.tables_of_words import TAGS
from storecrew.shop.catalogue.views.access import reader, rights


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest, tag_id: int | None = None) -> HttpResponseBase:
    """List tags; with one of them chosen offer another name for it, and give it when it is posted."""
    here = reverse("catalogue:tags")
    chosen = Tag.objects.filter(pk=tag_id).first() if tag_id is not None else None
    if chosen is None and (tag_id is not None or request.method == "POST"):
        raise Missing(_("There is no such tag. Load the page again."))
    form = None
    if chosen is not None:
        form = RenameTagForm(request.POST or None, fixed={"tag_id": chosen.pk}, initial={"name": chosen.name})
    if request.method == "POST" and form is not None and chosen is not None:
        renamed = form.run(actor_of(request))
        if isinstance(renamed, actions.TagRenamed):
            _say(request, chosen, renamed)
            return answers.see(here)
        if form.parked:
            return answers.parked(request, form.parked, then=here)
    rows = Tag.objects.annotate(uses=Count("product_tags"))
    if (file := tables.export(TAGS, request, rows)) is not None:
        return file
    shown = {
        "page": tables.show(TAGS, request, rows),
        "form": form,
        "chosen": chosen,
        "products": f"{reverse('catalogue:products')}?{urlencode({'tag': chosen.key})}" if chosen else "",
    }
    return answers.page(request, "catalogue/tags.html", {**shown, **rights(request)})


def _say(request: HttpRequest, before: Tag, after: actions.TagRenamed) -> None:
    """Say what the tag is called now; two that became one cannot be taken apart again."""
    values = {"n": after.products, "name": after.name}
    if after.tag_id == before.pk:
        say = _("The tag is called “%(name)s” now.") % values
        answers.undoable(request, say, reverse("catalogue:tag", args=[before.pk]), {"name": before.name})
        return
    merged = ngettext(
        "Both are “%(name)s” now, on %(n)d product.", "Both are “%(name)s” now, on %(n)d products.", after.products
    )
    messages.success(request, merged % values)
