"""Serve copies and drawings to everybody, in front of sessions and languages: they are the same for all, for ever."""

import logging
import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound, HttpResponseNotModified

from storecrew.kernel.media import keeping
from storecrew.kernel.media.drawing import Busy
from storecrew.kernel.media.images import BadPicture
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.paths import DRAWING, PREFIX, copy_path, offered
from storecrew.kernel.media.sniff import AVIF, JPEG, PNG, SVG, WEBP

log = logging.getLogger("storecrew.media")

_ADDRESS: Final = re.compile(
    r"(?P<key>[0-9a-f]{16})/(?:(?P<width>[1-9]\d{0,4})\.(?P<to>avif|webp|jpg|png)|drawing\.svg)"
)
_TYPES: Final = {"avif": AVIF, "webp": WEBP, "jpg": JPEG, "png": PNG}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_FOR_A_MINUTE: Final = "public, max-age=60"
_TEXT: Final = "text/plain; charset=utf-8"
_NOTHING: Final = "default-src 'none'; sandbox"
_DRAWING: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""A second wall behind the cleaning: opened by itself, a drawing may style itself and nothing more."""


class MediaMiddleware:
    """Answers what lies under the media address itself and lets everything else pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve a copy, or go on."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return serve(request, request.path_info.removeprefix(PREFIX))


def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Answer one file; 404 for what no picture offers. A copy that is not there yet is made now, and kept."""
    match = _ADDRESS.fullmatch(name)
    if match is None:
        return _not_found()
    tag = f'"{name}"'
    if tag in request.headers.get("If-None-Match", ""):  # the name says the content: what was had is still right
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": _FOR_EVER})
    asset = Asset.objects.filter(key=match["key"]).first()
    if asset is None:
        return _not_found()
    try:
        found = _drawing(asset) if match["to"] is None else _copy(asset, int(match["width"]), match["to"])
    except (FileNotFoundError, BadPicture):  # the storage lost the original, or it was damaged there
        return _not_found()
    except Busy:
        return later(after_s=10)
    except keeping.Away:
        log.warning("media storage does not answer", exc_info=True)
        return later(after_s=30)
    if found is None:
        return _not_found()
    content, media_type = found
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Cache-Control": _FOR_EVER,
            "ETag": tag,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": _DRAWING if media_type == SVG else _NOTHING,
        },
    )


def _drawing(asset: Asset) -> tuple[bytes, str] | None:
    content = keeping.read(copy_path(asset.key, DRAWING)) if asset.is_drawing else None
    return None if content is None else (content, SVG)


def _copy(asset: Asset, width: int, to: str) -> tuple[bytes, str] | None:
    # only what pages name: nobody else decides how often a picture is computed
    if (width, to) not in offered(asset.media_type, asset.width, has_alpha=asset.has_alpha):
        return None
    return keeping.copy_of(asset, width, to), _TYPES[to]


def later(*, after_s: int) -> HttpResponse:
    """Answer that the picture cannot be had now, and when to ask again."""
    headers = {"Retry-After": str(after_s), "Cache-Control": "no-store"}
    return HttpResponse(status=503, headers=headers, content_type=_TEXT)


def _not_found() -> HttpResponse:
    return HttpResponseNotFound(headers={"Cache-Control": _FOR_A_MINUTE}, content_type=_TEXT)
