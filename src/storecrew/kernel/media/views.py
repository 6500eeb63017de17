"""Originals for the crew: downloaded, never shown, with everything that is in them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from storecrew.kernel.media import keeping, reads
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.serving import later
from storecrew.kernel.media.sniff import EXTENSIONS


@require_GET
def original(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Hand out the file as it came. Places and serial numbers are in it: hence not for strangers."""
    actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    shown = reads.asset(actor, reads.OneAsset(asset_id=asset_id))
    try:
        content = keeping.original(Asset.objects.get(pk=shown.asset_id))
    except FileNotFoundError as error:
        raise Http404 from error
    except keeping.Away:
        return later(after_s=30)
    name = shown.name or f"{shown.key}.{EXTENSIONS[shown.media_type]}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=shown.media_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=0",
        },
    )
