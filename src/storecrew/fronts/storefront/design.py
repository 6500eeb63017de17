"""The one row of the design: read it, lock it, mark it as changed."""

from storecrew.fronts.storefront.looks import DEFAULT
from storecrew.fronts.storefront.models import Design
from storecrew.kernel.actions.run import Run

SEATS = frozenset({"web", "marketing"})
SUBJECT = "storefront:1"


def current() -> Design:
    """Return the design, or the house's defaults (not stored) before anybody chose."""
    return Design.objects.filter(pk=1).first() or Design(pk=1, stamp="", look=DEFAULT)


def locked() -> Design:
    """Return the design for a change, made if there was none."""
    Design.objects.get_or_create(pk=1, defaults={"look": DEFAULT, "stamp": ""})
    return Design.objects.select_for_update().get(pk=1)


def touch(run: Run, design: Design | None = None) -> None:
    """Save the design with this run as its stamp, so that parts of pages made before it are known to be old."""
    design = design or locked()
    design.stamp = run.uid
    design.save()
