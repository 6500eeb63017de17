"""Read a page as a machine does."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse


@dataclass
class Seen(HTMLParser):
    """What is in a page: tags with their attributes, links, structured data, text of the title and the first heading."""

    links: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)
    title: str = ""
    h1: list[str] = field(default_factory=list)
    _inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag == "a":
            self.links.append(found.get("href", ""))
        ld = tag == "script" and found.get("type") == "application/ld+json"
        self._inside = "ld" if ld else tag if tag in {"title", "h1"} else self._inside
        if tag == "h1":
            self.h1.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "title", "h1"}:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "ld":
            self.data.append(json.loads(data))
        elif self._inside == "title":
            self.title += data
        elif self._inside == "h1":
            self.h1[-1] += data

    def rel(self, rel: str) -> list[dict[str, str]]:
        """Return the <link> elements of a kind."""
        return [found for tag, found in self.tags if tag == "link" and found.get("rel") == rel]

    def meta(self, name: str) -> str:
        """Return the content of a <meta> by name or property."""
        return next(
            (
                found["content"]
                for tag, found in self.tags
                if tag == "meta" and name in {found.get("name"), found.get("property")}
            ),
            "",
        )


def seen(response: HttpResponse) -> Seen:
    """Return what is in an answer."""
    page = Seen()
    page.feed(response.content.decode())
    return page
