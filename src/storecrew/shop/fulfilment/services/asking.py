"""Ask a carrier for a label: an outward act, once, whatever is lost on the way."""

from django.conf import settings

from storecrew.kernel import secrets
from storecrew.kernel.events import outward
from storecrew.kernel.events.outward import Act, Confirmed, Rejected
from storecrew.kernel.events.retry import Retry
from storecrew.shop.fulfilment.models import Service
from storecrew.shop.fulfilment.services.protocol import Carrier, Connection, LabelMade, LabelRequest
from storecrew.shop.fulfilment.services.table import ADAPTERS

KIND = "fulfilment.label"
RETRY = Retry(attempts=6, first_s=5, factor=5, most_s=1800)


def carrier_of(service: Service) -> Carrier:
    """Return the adapter of a connected service. Raises KeyError for an adapter that the code no longer has."""
    key = secrets.decrypt(service.sealed_key) if service.sealed_key else ""
    connection = Connection(service.address.rstrip("/"), key, frozenset(settings.WEBHOOKS_TRUSTED))
    return ADAPTERS[service.adapter](connection)


def send(act: Act) -> Confirmed:
    """Ask for the label of an act's payload."""
    service = Service.objects.get(pk=act.payload["service_id"])
    if not service.active:
        raise Rejected("the connection is switched off")
    told = act.payload["request"]
    size = told["size_mm"]
    request = LabelRequest(
        reference=act.key,
        parcel=told["parcel"],
        sender=told["sender"],
        ship_to=told["ship_to"],
        weight_g=told["weight_g"],
        size_mm=tuple(size) if size else None,
        goods=told["goods"],
    )
    return _confirmed(carrier_of(service).label(request))


def ask(act: Act) -> Confirmed | None:
    """Find out what became of a request whose answer was lost."""
    made = carrier_of(Service.objects.get(pk=act.payload["service_id"])).find(act.key)
    return _confirmed(made) if made else None


def _confirmed(made: LabelMade) -> Confirmed:
    answer: dict[str, object] = {"tracking_number": made.tracking_number, "document_url": made.document_url}
    if made.cost is not None:
        answer["cost"] = {"minor": made.cost.minor, "currency": made.cost.currency}
    return Confirmed(reference=made.tracking_number, answer=answer)


outward.kind(KIND, send=send, ask=ask, announce=True, retry=RETRY)
