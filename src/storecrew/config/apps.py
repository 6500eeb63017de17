"""The rooms of this house, floor by floor: the one table to read to know what is in it."""

ROOMS = [
    "storecrew.kernel.audit",
    "storecrew.kernel.events",
    "storecrew.kernel.actions",
    "storecrew.kernel.money",
    "storecrew.kernel.jobs",
    "storecrew.kernel.store",
    "storecrew.kernel.people",
    "storecrew.kernel.reception",
    "storecrew.kernel.approvals",
    "storecrew.kernel.outgoing",
    "storecrew.kernel.media",
    "storecrew.kernel.clock",
    "storecrew.kernel.pages",
    "storecrew.fronts.desks",
    "storecrew.shop.catalogue",
    "storecrew.shop.catalogue.transfer",
    "storecrew.fronts.rest",
    "storecrew.fronts.mcp",
    "storecrew.fronts.storefront",
]
