"""Everything that writes in this room."""

from storecrew.shop.feeds.actions.applying import apply_changes, take_back_changes
from storecrew.shop.feeds.actions.asking import note_failure, note_unchanged, tell_silence
from storecrew.shop.feeds.actions.deciding import (
    ConfirmMapping,
    OneVersion,
    confirm_mapping,
    go_on,
    let_through,
    refuse,
    roll_back,
    stop,
    take_back,
)
from storecrew.shop.feeds.actions.receiving import Mend, Receive, Received, SendFile, mend, receive, send, send_file
from storecrew.shop.feeds.actions.sources import (
    AddSource,
    EditSource,
    OneSource,
    add_source,
    ask_now,
    edit_source,
    new_address,
    pause_source,
    remove_source,
    resume_source,
)
from storecrew.shop.feeds.actions.taking import accept, end_work, judge, say_all_again, undone

__all__ = [
    "AddSource",
    "ConfirmMapping",
    "EditSource",
    "Mend",
    "OneSource",
    "OneVersion",
    "Receive",
    "Received",
    "SendFile",
    "accept",
    "add_source",
    "apply_changes",
    "ask_now",
    "confirm_mapping",
    "edit_source",
    "end_work",
    "go_on",
    "judge",
    "let_through",
    "mend",
    "new_address",
    "note_failure",
    "note_unchanged",
    "pause_source",
    "receive",
    "refuse",
    "remove_source",
    "resume_source",
    "roll_back",
    "say_all_again",
    "send",
    "send_file",
    "stop",
    "take_back",
    "take_back_changes",
    "tell_silence",
    "undone",
]
