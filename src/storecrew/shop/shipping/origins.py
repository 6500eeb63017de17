"""Where things leave from, as a choice."""


def warehouse_choices() -> list[tuple[str, str]]:
    """Return (id, name) of every warehouse."""
    return []
