"""The pictures of a product: add, describe, order, remove."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.media import actions as media
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Picture
from storecrew.shop.catalogue.views.access import reader

FILES_AT_MOST = 30


@require_POST
@reader
def add(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Store uploaded files, or note an address to fetch from, and put the pictures behind the others."""
    here = _here(product_id)
    actor = actor_of(request)
    drafts: list[dict[str, int | str]] = []
    try:
        for file in request.FILES.getlist("files")[:FILES_AT_MOST]:
            stored = media.upload(actor, parse(media.Upload, {"content": file.read(), "name": file.name or ""}))
            drafts.append({"asset_id": stored.picture.asset_id})
        if url := request.POST.get("source_url", "").strip():
            drafts.append({"source_url": url})
        if not drafts:
            return answers.went(request, here, _("Choose a file or give an address."))
        actions.add_pictures(actor, parse(actions.AddPictures, {"product_id": product_id, "pictures": drafts}))
    except ActionError as error:
        return answers.refused(request, error, then=here)
    say = ngettext("%(n)d picture added.", "%(n)d pictures added.", len(drafts)) % {"n": len(drafts)}
    return answers.went(request, here, say)


@require_POST
@reader
def describe(request: HttpRequest, product_id: int, picture_id: int) -> HttpResponseBase:
    """Say what a picture shows and which variants it stands for."""
    variants = tuple(int(number) for number in request.POST.getlist("variant") if number.isdigit())
    linked = variants if request.POST.get("links") else None
    data = {
        "product_id": product_id,
        "picture_id": picture_id,
        "alt": request.POST.get("alt", ""),
        "variant_ids": linked,
    }
    try:
        actions.describe_picture(actor_of(request), parse(actions.Describe, data))
    except ActionError as error:
        return answers.refused(request, error, then=_here(product_id))
    return answers.went(request, _here(product_id), _("Saved."))


@require_POST
@reader
def move(request: HttpRequest, product_id: int, picture_id: int) -> HttpResponseBase:
    """Move a picture one place towards the front or the back, or to the very front."""
    ids = list(Picture.objects.filter(product=product_id).order_by("position", "pk").values_list("pk", flat=True))
    where = request.POST.get("where", "")
    if picture_id in ids:
        place = ids.index(picture_id)
        ids.remove(picture_id)
        ids.insert({"first": 0, "forward": max(place - 1, 0), "back": place + 1}.get(where, place), picture_id)
    data = actions.OrderPictures(product_id=product_id, picture_ids=tuple(ids[:250]))
    return answers.act(request, actions.order_pictures, data, then=_here(product_id), done=_("Order saved."))


@require_POST
@reader
def remove(request: HttpRequest, product_id: int, picture_id: int) -> HttpResponseBase:
    """Take a picture from the product."""
    data = actions.RemovePicture(product_id=product_id, picture_id=picture_id)
    done = _("Picture taken out. The file is kept.")
    return answers.act(request, actions.remove_picture, data, then=_here(product_id), done=done)


def _here(product_id: int) -> str:
    return f"{reverse('catalogue:product', args=[product_id])}#pictures"
