"""What other programs send us by themselves: bodies whose very bytes are signed."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, RawPostDataException


def raw_body(request: HttpRequest, *, most: int) -> bytes | None:
    """Return the bytes that a signature is about; None when there are more than `most`, which are then not read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdigit() or int(length) > most:
        return None
    try:
        body = request.body
    except (RequestDataTooBig, RawPostDataException):
        return None
    return body if len(body) <= most else None
