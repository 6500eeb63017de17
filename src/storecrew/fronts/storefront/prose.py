"""Turn what a shop owner types into safe HTML: paragraphs, headings, lists, quotes, bold, links. Pasted HTML is kept where harmless."""

import re
from collections.abc import Iterator
from html import escape, unescape

import nh3

TAGS = {
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "blockquote",
    "strong",
    "b",
    "em",
    "i",
    "a",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_MARKUP = re.compile(r"</?(p|h[1-6]|ul|ol|li|div|br|table|strong|a)\b", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(((?:https?://|mailto:|/)[^\s)]*)\)")


def clean(html: str) -> str:
    """Return `html` with nothing in it that could act, style or track; headings begin at h2, below the page's own."""
    html = re.sub(r"<(/?)h1\b", r"<\1h2", html, flags=re.IGNORECASE)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"scope"}, "td": {"colspan"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def render(text: str) -> str:
    """Return the HTML of what somebody typed: plain lines with a few marks, or HTML."""
    text = text.replace("\r\n", "\n").strip()
    return clean(text if _MARKUP.search(text) else "".join(_blocks(text)))


def plain(html: str, limit: int = 0) -> str:
    """Return the text of an HTML fragment on one line, cut at a word or character near `limit` (0 means all of it)."""
    spaced = re.sub(r"<(/p|/li|/h\d|br)\b[^>]*>", " ", html)
    text = " ".join(unescape(nh3.clean(spaced, tags=set())).split())
    if not limit or len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,.;，。；") + "…"


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        lines = block.strip().split("\n")
        if heading := re.match(r"(#{1,3})\s+(.+)", lines[0]):
            level = max(2, len(heading[1]))
            yield f"<h{level}>{_inline(heading[2])}</h{level}>"
            lines = lines[1:]
        if not any(lines):
            continue
        if all(line.startswith(("- ", "* ")) for line in lines):
            yield "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
        elif all(line.startswith(">") for line in lines):
            yield "<blockquote><p>" + "<br>".join(_inline(line[1:].strip()) for line in lines) + "</p></blockquote>"
        else:
            yield "<p>" + "<br>".join(map(_inline, lines)) + "</p>"


def _inline(line: str) -> str:
    line = escape(line, quote=False)
    line = _BOLD.sub(r"<strong>\1</strong>", line)
    return _LINK.sub(lambda found: f'<a href="{found[2].replace(chr(34), "%22")}">{found[1]}</a>', line)
