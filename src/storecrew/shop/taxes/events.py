"""What the taxes room announces."""

from storecrew.kernel.events.types import Event


class TaxRulesChanged(Event):
    """A rule changed; quotes made before may no longer hold. `what` is what was done, e.g. `rate`."""

    room = "taxes"
    what: str
