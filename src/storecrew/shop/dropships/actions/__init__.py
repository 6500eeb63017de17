"""Every write of drop shipments."""

from storecrew.shop.dropships.actions.answering import (
    Acknowledge,
    AgreeToStop,
    Answered,
    MarkPacked,
    Refuse,
    acknowledge,
    agree_to_stop,
    pack,
    refuse,
)
from storecrew.shop.dropships.actions.arranging import Arrange, arrange
from storecrew.shop.dropships.actions.booking import (
    Book,
    Booked,
    LineCost,
    SetCosts,
    book,
    set_costs,
)
from storecrew.shop.dropships.actions.moving import FallBack, FellBack, Move, Moved, fall_back, move
from storecrew.shop.dropships.actions.planning import Plan, Planned, plan
from storecrew.shop.dropships.actions.sending import Remind, Send, Sent, TakeInSent, remind, send, take_in_sent
from storecrew.shop.dropships.actions.shipping import Ship, Shipped, ship
from storecrew.shop.dropships.actions.stopping import Cancel, Settled, SettleSurprise, cancel, settle_surprise
from storecrew.shop.dropships.models import Means, Reason, Settlement, Way
from storecrew.shop.dropships.types import LinePart

__all__ = [
    "Acknowledge",
    "AgreeToStop",
    "Answered",
    "Arrange",
    "Book",
    "Booked",
    "Cancel",
    "FallBack",
    "FellBack",
    "LineCost",
    "LinePart",
    "MarkPacked",
    "Means",
    "Move",
    "Moved",
    "Plan",
    "Planned",
    "Reason",
    "Refuse",
    "Remind",
    "Send",
    "Sent",
    "SetCosts",
    "SettleSurprise",
    "Settled",
    "Settlement",
    "Ship",
    "Shipped",
    "TakeInSent",
    "Way",
    "acknowledge",
    "agree_to_stop",
    "arrange",
    "book",
    "cancel",
    "fall_back",
    "move",
    "pack",
    "plan",
    "refuse",
    "remind",
    "send",
    "set_costs",
    "settle_surprise",
    "ship",
    "take_in_sent",
]
