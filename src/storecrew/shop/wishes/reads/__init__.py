"""Every question wishes answer. Plain functions are for other rooms, which have checked who asks."""

from storecrew.shop.wishes.reads.lists import ListQuery, SharedQuery, count, shared, wished, wishes
from storecrew.shop.wishes.reads.waits import Waits, WaitsQuery, habits, stop_is_about, waiting, waits

__all__ = [
    "ListQuery",
    "SharedQuery",
    "Waits",
    "WaitsQuery",
    "count",
    "habits",
    "shared",
    "stop_is_about",
    "waiting",
    "waits",
    "wished",
    "wishes",
]
