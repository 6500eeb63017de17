"""What an import announces; kept as history, and for whoever has to follow up on many products at once."""

from storecrew.shop.catalogue.events import CatalogueEvent


class ProductsImported(CatalogueEvent):
    """A batch of products came in from a file: one event for all of them. Changed prices are announced one by one."""

    import_id: int
    created: tuple[int, ...]
    changed: tuple[int, ...]
