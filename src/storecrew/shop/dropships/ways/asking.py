"""Hand a drop shipment to a supplier's API: an outward act, once, whatever is lost on the way."""

from django.conf import settings

from storecrew.kernel import secrets
from storecrew.kernel.events import outward
from storecrew.kernel.events.outward import Act, Confirmed, Rejected
from storecrew.kernel.events.retry import Retry
from storecrew.shop.dropships.models import Arrangement, DropShipment, Way
from storecrew.shop.dropships.ways.bridge import Bridge
from storecrew.shop.dropships.ways.protocol import Connection, Program, Taken
from storecrew.shop.dropships.ways.slips import slips

KIND = "dropships.tell"
RETRY = Retry(attempts=6, first_s=5, factor=5, most_s=1800)


def program_of(row: Arrangement) -> Program:
    """Return the supplier's program."""
    key = secrets.decrypt(row.sealed_key) if row.sealed_key else ""
    return Bridge(Connection(row.address.rstrip("/"), key, frozenset(settings.WEBHOOKS_TRUSTED)))


def tell(act: Act) -> Confirmed:
    """Hand over what the act names, as it stands now: the payload holds no address of a buyer."""
    row = DropShipment.objects.get(pk=act.payload["dropship_id"])
    (slip,) = slips([row])
    body = slip.to_json() | {"what": act.payload["what"], "note_to_supplier": act.payload.get("note", "")}
    return _confirmed(_program(row).tell(act.key, body))


def ask(act: Act) -> Confirmed | None:
    """Find out what became of it where the answer was lost."""
    taken = _program(DropShipment.objects.get(pk=act.payload["dropship_id"])).find(act.key)
    return _confirmed(taken) if taken else None


def _program(row: DropShipment) -> Program:
    found = Arrangement.objects.filter(supplier=row.supplier_id, way=Way.API).first()
    if found is None:
        raise Rejected("the connection was taken away")
    return program_of(found)


def _confirmed(taken: Taken) -> Confirmed:
    return Confirmed(reference=taken.number, answer={"number": taken.number})


outward.kind(KIND, send=tell, ask=ask, announce=True, retry=RETRY)
