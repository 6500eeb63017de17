"""What the action door costs over a bare transaction: the same insert, once by hand and once through the door.

Both are timed in turns in one run, so that a busy machine slows them alike. The floor is one INSERT in one transaction;
the door adds the grant, the audit row, and in the third case an event with its outbox row.
"""

import statistics
import time
from collections.abc import Callable

from benchmarks.stage import Figure, empty_store

ROUNDS, BATCH = 20, 50


def figures() -> list[Figure]:
    """Return milliseconds a call: median of rounds, and the ratio to the bare transaction."""
    with empty_store():
        bare, silent, announcing = _cases()
        times: dict[str, list[float]] = {"bare transaction": [], "action": [], "action with an event": []}
        for _ in range(ROUNDS):
            for name, case in zip(times, (bare, silent, announcing), strict=True):
                times[name].append(_ms_a_call(case))
    floor = statistics.median(times["bare transaction"])
    return [
        Figure(
            name, statistics.median(values), "ms/call", ratio=statistics.median(values) / floor, to="bare transaction"
        )
        for name, values in times.items()
    ]


def _ms_a_call(case: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(BATCH):
        case()
    return (time.perf_counter() - started) * 1000 / BATCH


def _cases() -> tuple[Callable[[], object], ...]:
    from django.contrib.auth.models import Group  # noqa: PLC0415  tables exist only inside the stage
    from django.db import transaction  # noqa: PLC0415

    from storecrew.kernel.actions import grants  # noqa: PLC0415
    from storecrew.kernel.actions.door import action  # noqa: PLC0415
    from storecrew.kernel.actions.run import Run  # noqa: PLC0415
    from storecrew.kernel.actions.types import Actor, Input, Output  # noqa: PLC0415
    from storecrew.kernel.events.types import Event  # noqa: PLC0415

    names = iter(range(10**9))

    class Noted(Event):
        room = "bench"
        history = True
        label: str

    class Note(Input):
        label: str

    class Done(Output):
        pk: int

    def note(run: Run, data: Note) -> Done:
        """Note a label."""
        return Done(pk=Group.objects.create(name=data.label).pk)

    def note_and_tell(run: Run, data: Note) -> Done:
        """Note a label and announce it."""
        group = Group.objects.create(name=data.label)
        run.emit(Noted(label=data.label), subject=f"label:{group.pk}")
        return Done(pk=group.pk)

    for body in (note, note_and_tell):
        body.__annotations__ |= {"run": Run, "data": Note, "return": Done}
    silent = action("bench.note", label="Note", seats=frozenset({"it"}))(note)
    telling = action("bench.note_and_tell", label="Note and tell", seats=frozenset({"it"}), emits=(Noted,))(
        note_and_tell
    )
    clockwork = Actor(
        "system", name=grants.system("bench", may={"bench.note", "bench.note_and_tell"}), reason="benchmark"
    )

    def bare() -> None:
        with transaction.atomic():
            Group.objects.create(name=f"label {next(names)}")

    return (
        bare,
        lambda: silent(clockwork, Note(label=f"label {next(names)}")),
        lambda: telling(clockwork, Note(label=f"label {next(names)}")),
    )


if __name__ == "__main__":
    for figure in figures():
        print(figure)
