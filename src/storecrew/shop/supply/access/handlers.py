"""What happens to links when something happened to whom they are for."""

from django.utils.translation import gettext_noop

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.supply.access.actions import RevokeKey, revoke_key
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.events import SupplierStateChanged
from storecrew.shop.supply.models import State

NAME = grants.system("supply_access.ending", may={"supply_access.revoke_key"})


@on(SupplierStateChanged, name="supply_access.take_back")
def take_back(event: SupplierStateChanged, meta: Meta) -> None:
    """Take back all links of a supplier that was ended: taken up again, they get new ones.

    They open nothing from the moment of ending on (see `Keys.good`); this lets them stay shut.
    """
    if event.state != State.ENDED:
        return
    actor = Actor(
        "system", name=NAME, reason=gettext_noop("nothing is bought from them any more"), surface=Surface.WORKER
    )
    for key_id in Key.objects.filter(supplier_id=event.supplier_id, revoked_at=None).values_list("pk", flat=True):
        revoke_key(actor, RevokeKey(key_id=key_id), now=meta.now)
