"""The rooms of this house, floor by floor: the one table to read to know what is in it."""

ROOMS = [
    "storecrew.kernel.audit",
    "storecrew.kernel.events",
    "storecrew.kernel.actions",
    "storecrew.kernel.store",
    "storecrew.kernel.people",
    "storecrew.kernel.reception",
]
