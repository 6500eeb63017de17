"""Who may do what with drop shipments."""

from typing import Final

from storecrew.kernel.actions.grants import system
from storecrew.kernel.actions.types import PUBLIC, Surface

SENDERS: Final = frozenset({"warehouse", "director"})
"""Who sends to suppliers, moves to other sources, and writes down what suppliers say."""
STOPPERS: Final = frozenset({"warehouse", "director", "service"})
"""Who may call a drop shipment off: buyers change their minds with service."""
ANSWERERS: Final = SENDERS | {PUBLIC}
"""Suppliers answer for what is theirs; see `loading.by_supplier`."""
READERS: Final = frozenset({"warehouse", "director", "service", "finance", "analyst"})
COST_READERS: Final = frozenset({"warehouse", "director", "finance", "analyst"})
"""Who sees what a supplier is paid."""
SETTERS: Final = frozenset({"warehouse", "it", "director"})
"""Who arranges how a supplier is told."""
EVERYWHERE: Final = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})
BY_SUPPLIERS: Final = EVERYWHERE | {Surface.PORTAL}

PLANNER: Final = system(
    "dropships.planner",
    may={
        "dropships.plan",
        "dropships.send",
        "dropships.take_in_sent",
        "dropships.acknowledge",
        "dropships.pack",
        "dropships.ship",
        "dropships.refuse",
        "dropships.agree_to_stop",
        "dropships.fall_back",
        "dropships.book",
        "availability.record_outcome",
        "ledger.post",
        "stock.levels",
        "stock.reservations",
    },
)
"""Makes drop shipments of orders, sends them, takes in what APIs answer, books what is owed."""
