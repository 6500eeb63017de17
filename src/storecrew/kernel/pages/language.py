"""Choose the language of a request, and tell caches what it was chosen by."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers

_MARK = "language_by_address"
_NEGOTIATED = "accept-language"


def by_address(request: HttpRequest) -> None:
    """Note that the address alone decides the language of this answer: caches keep one copy of it, not one a browser."""
    setattr(request, _MARK, True)


class LanguageMiddleware(LocaleMiddleware):
    """Django's choice of the language; its word to caches only where the choice was the browser's."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the language, and what it depends on."""
        answer = super().process_response(request, response)
        if getattr(request, _MARK, False):
            others = [name.strip() for name in answer.headers.get("Vary", "").split(",")]
            answer.headers.pop("Vary", None)
            patch_vary_headers(answer, [name for name in others if name and name.lower() != _NEGOTIATED])
            if not answer.headers.get("Vary"):
                answer.headers.pop("Vary", None)
        return answer
