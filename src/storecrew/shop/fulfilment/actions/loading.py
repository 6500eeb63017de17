"""Rows to be changed: locked, and refused with a sentence when they are not where the act needs them."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.fulfilment.models import HERE, Parcel, Wave, WaveState


def parcel_of(run: Run, parcel_id: int, *, here: bool = False) -> Parcel:
    """Return a parcel, locked. `here`: it must not have left, nor been unpacked."""
    row = Parcel.objects.select_for_update().filter(pk=parcel_id).first()
    if row is None:
        raise Missing(_("There is no such parcel."))
    run.about(row.subject, f"order:{row.order_id}")
    if here and row.state not in HERE:
        words = (
            _("Parcel %(number)s was unpacked.") if row.state == "undone" else _("Parcel %(number)s has left already.")
        )
        raise Refused(words % {"number": row.number}, code="fulfilment.not_here")
    return row


def wave_of(run: Run, wave_id: int) -> Wave:
    """Return an open wave, locked."""
    row = Wave.objects.select_for_update().filter(pk=wave_id).first()
    if row is None:
        raise Missing(_("There is no such wave."))
    run.about(row.subject)
    if row.state != WaveState.OPEN:
        raise Refused(_("Wave %(number)s is over.") % {"number": row}, code="fulfilment.wave_over")
    return row
