"""Put products into categories by their names; categories that do not exist yet are made."""

from collections.abc import Iterable, Sequence

from django.db.models import Max

from storecrew.shop.catalogue.models import Category, Placement, Product
from storecrew.shop.catalogue.slugs import slug_of
from storecrew.shop.catalogue.transfer.difference import path_of

type Names = tuple[str, ...]


class Places:
    """The categories that a batch needs, loaded once."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._found: dict[str, Category] = {}

    def put(self, placed: Sequence[tuple[Product, tuple[Names, ...] | None]]) -> None:
        """Put products that stand nowhere yet into their categories; the first one is the main one."""
        self.ready(names for _, paths in placed for names in paths or ())
        Placement.objects.bulk_create(
            (
                Placement(product=product, category_id=number, main=place == 0)
                for product, paths in placed
                for place, number in enumerate(self.ids(paths or ()))
            ),
            batch_size=500,
        )

    def ids(self, paths: Iterable[Names]) -> list[int]:
        """Return the ids of categories that are ready, each once, in order."""
        return list(dict.fromkeys(self._found[path_of(names)].pk for names in paths))

    def ready(self, paths: Iterable[Names]) -> None:
        """Load these categories and all above them; make those that are missing."""
        wanted: dict[str, Names] = {}
        for names in paths:
            for depth in range(1, len(names) + 1):
                wanted.setdefault(path_of(names[:depth]), names[:depth])
        missing = [path for path in wanted if path not in self._found]
        self._found |= {row.path: row for row in Category.objects.filter(path__in=missing)}
        for path in sorted(missing, key=lambda path: len(wanted[path])):
            if path not in self._found:
                self._found[path] = self._make(path, wanted[path])

    def _make(self, path: str, names: Names) -> Category:
        parent = self._found[path_of(names[:-1])] if len(names) > 1 else None
        last = Category.objects.filter(parent=parent).aggregate(last=Max("position"))["last"] or 0
        return Category.objects.create(
            parent=parent,
            slug=slug_of(names[-1]) or "x",
            path=path,
            depth=len(names),
            position=last + 1,
            name=names[-1],
            language=self._language,
        )
