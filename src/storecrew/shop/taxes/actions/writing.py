"""What every write of a rule has in common: the revision moves on, and the change is announced."""

from storecrew.kernel.actions.run import Run
from storecrew.shop.taxes.events import TaxRulesChanged
from storecrew.shop.taxes.models import Settings, TaxClass
from storecrew.shop.taxes.types import REDUCED, STANDARD, ZERO

CLASSES = ((STANDARD, "Standard", 1), (REDUCED, "Reduced", 2), (ZERO, "Zero", 4))


def touch(run: Run, what: str) -> Settings:
    """Move the revision on and announce that rules changed; returns the settings, made where there were none."""
    settings = settings_row(run)
    settings.revision = run.uid
    settings.save(update_fields=["revision"])
    run.emit(TaxRulesChanged(what=what), subject="taxes:1")
    return settings


def settings_row(run: Run) -> Settings:
    """Return the settings under lock, made where there were none."""
    Settings.objects.get_or_create(pk=1, defaults={"revision": run.uid})
    return Settings.objects.select_for_update().get(pk=1)


def class_of(code: str, name: str = "", position: int = 9) -> TaxClass:
    """Return the class of a code, made where it was missing; the three that always exist have names of their own."""
    known = {one: (title, place) for one, title, place in CLASSES}
    title, place = known.get(code, (name or code, position))
    return TaxClass.objects.get_or_create(code=code, defaults={"name": title, "position": place})[0]
