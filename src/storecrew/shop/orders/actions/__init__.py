"""Every write of the orders room."""

from storecrew.shop.orders.actions.addressing import ChangeAddress, change_address
from storecrew.shop.orders.actions.cancelling import Cancel, Cancelled, CancelReason, Pieces, cancel
from storecrew.shop.orders.actions.drafting import (
    Drafted,
    DropDraft,
    PlaceDraft,
    SaveDraft,
    StartDraft,
    discard_draft,
    draft,
    place_draft,
    save_draft,
)
from storecrew.shop.orders.actions.editing import Edit, Edited, NewLine, NewQuantity, NewShipping, edit
from storecrew.shop.orders.actions.habits import Habits, set_habits
from storecrew.shop.orders.actions.handling import (
    Handled,
    Moved,
    RecordReturned,
    RecordShipped,
    record_returned,
    record_shipped,
)
from storecrew.shop.orders.actions.holding import (
    AddNote,
    Counted,
    HoldThem,
    PayBySet,
    ReleaseThem,
    SetPayBy,
    TagThem,
    hold,
    note,
    set_pay_by,
    tag,
    unhold,
)
from storecrew.shop.orders.actions.money import (
    CancelUnpaid,
    GiveBackExcess,
    TakeInMoney,
    cancel_unpaid,
    give_back,
    take_in_money,
)
from storecrew.shop.orders.actions.placing import Place, place
from storecrew.shop.orders.actions.splitting import Split, SplitDone, split
from storecrew.shop.orders.promising import Promise
from storecrew.shop.orders.types import Placed

__all__ = [
    "AddNote",
    "Cancel",
    "CancelReason",
    "CancelUnpaid",
    "Cancelled",
    "ChangeAddress",
    "Counted",
    "Drafted",
    "DropDraft",
    "Edit",
    "Edited",
    "GiveBackExcess",
    "Habits",
    "Handled",
    "HoldThem",
    "Moved",
    "NewLine",
    "NewQuantity",
    "NewShipping",
    "PayBySet",
    "Pieces",
    "Place",
    "PlaceDraft",
    "Placed",
    "Promise",
    "RecordReturned",
    "RecordShipped",
    "ReleaseThem",
    "SaveDraft",
    "SetPayBy",
    "Split",
    "SplitDone",
    "StartDraft",
    "TagThem",
    "TakeInMoney",
    "cancel",
    "cancel_unpaid",
    "change_address",
    "discard_draft",
    "draft",
    "edit",
    "give_back",
    "hold",
    "note",
    "place",
    "place_draft",
    "record_returned",
    "record_shipped",
    "save_draft",
    "set_habits",
    "set_pay_by",
    "split",
    "tag",
    "take_in_money",
    "unhold",
]
