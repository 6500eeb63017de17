"""Exit codes: stable, so that scripts can rely on them (`storecrew --help` lists them)."""

from enum import IntEnum

from storecrew.kernel.actions.errors import ActionError, Denied, InvalidInput, Missing, Parked


class Code(IntEnum):
    """What the shell gets back."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    DENIED = 3
    PARKED = 4
    UNHEALTHY = 5
    MISSING = 6
    BROKEN = 70
    """A mistake of the program, as in BSD's sysexits(3)."""


def code_of(error: ActionError) -> Code:
    """Return the exit code of an expected failure."""
    match error:
        case InvalidInput():
            return Code.USAGE
        case Denied():
            return Code.DENIED
        case Parked():
            return Code.PARKED
        case Missing():
            return Code.MISSING
    return Code.REFUSED
