"""HTML of descriptions: what may stay, and what it says in plain words."""

import html
import re

import nh3

_TAGS = {
    *(
        "a",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
    ),
    *(
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
    ),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "*": {"lang", "dir"},
}
_BLOCK_END = re.compile(
    r"</(?:p|div|li|h[1-6]|tr|td|th|dd|dt|blockquote|figcaption|caption)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE
)
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:[a-zA-Z]+|#\d+);")


def cleaned(text: str) -> str:
    """Return HTML with only harmless tags and attributes; plain text becomes paragraphs. Cleaning twice changes nothing.

    A heading of the first level becomes one of the second: the page has its own.
    """
    if not _LOOKS_LIKE_HTML.search(text):
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
        text = "".join(f"<p>{html.escape(part, quote=False).replace('\n', '<br>')}</p>" for part in paragraphs)
    text = re.sub(r"<(/?)h1\b", r"<\1h2", text, flags=re.IGNORECASE)
    return nh3.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()


def plain(text: str) -> str:
    """Return what HTML says, in one line of plain words."""
    spaced = _BLOCK_END.sub(" ", text)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
