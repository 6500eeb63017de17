"""What may be asked of the letters."""

from storecrew.shop.orders.letters.kinds import Kind, find, kinds
from storecrew.shop.orders.letters.models import Switch


def is_on(code: str) -> bool:
    """Tell whether letters of a kind go out."""
    kind = find(code)
    if kind is None or kind.fixed:
        return kind is not None
    row = Switch.objects.filter(pk=code).first()
    return row.on if row else kind.on


def switches() -> list[tuple[Kind, bool]]:
    """Return every kind with whether its letters go out."""
    known = dict(Switch.objects.values_list("code", "on"))
    return [(kind, kind.fixed or known.get(kind.code, kind.on)) for kind in kinds()]
