"""What this room keeps of a person, and how it is erased: letters to suppliers hold the address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.audit import forgetting
from storecrew.kernel.mail import writing as mail
from storecrew.shop.customers import privacy
from storecrew.shop.dropships.models import DropShipment


def export(customer_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return which suppliers sent something to these customers, and were told their address for it."""
    rows = DropShipment.objects.filter(order__customer__in=list(customer_ids)).select_related("supplier").order_by("pk")
    return [
        {
            "number": row.number,
            "supplier": row.supplier.legal_name or row.supplier.name,
            "told": row.sent_at.isoformat() if row.sent_at else None,
        }
        for row in rows
    ]


def forget(customer_ids: Sequence[int], now: datetime) -> int:
    """Blank the letters that told suppliers where these customers live; that something was sent stays."""
    rows = DropShipment.objects.filter(order__customer__in=list(customer_ids)).order_by("pk")
    subjects = [row.subject for row in rows]
    for subject in subjects:
        forgetting.forget(subject)
    return mail.forget_about(subjects)


privacy.section("dropships", label=_("Drop shipments"), export=export, forget=forget)
