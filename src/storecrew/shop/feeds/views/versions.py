"""Pages of files: what one would change, whether it goes through, its columns, its rows in quarantine."""

from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.jobs.models import Work
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.feeds import actions, mending, presenting, previewing, reads
from storecrew.shop.feeds.forms import ColumnsForm, MendForm
from storecrew.shop.feeds.models import Version
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.types import BUSY, HELD_GOOD, Scope, State

SHOWN = 50
STEPS = {
    "let-through": (actions.let_through, gettext_lazy("It goes through and is being applied.")),
    "refuse": (actions.refuse, gettext_lazy("Refused. What held before stays.")),
    "roll-back": (actions.roll_back, gettext_lazy("The earlier version is being put back.")),
    "stop": (actions.stop, gettext_lazy("It stops.")),
    "go-on": (actions.go_on, gettext_lazy("It goes on.")),
    "take-back": (actions.take_back, gettext_lazy("What it changed is being taken back.")),
}


@require_GET
def detail(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show a file: how far it is, why it is held, what it would change."""
    actor = actor_of(request)
    found = reads.version(actor, reads.VersionQuery(version_id=version_id, limit=0))
    row = _load(version_id)
    view, going = found.version, found.version.state in presenting.GOING
    if answers.is_partial(request) and not going:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the whole page is another one now
    after = request.GET.get("after", "")
    asked = reads.DiffQuery(
        version_id=version_id, after=int(after) if after.isdecimal() and len(after) < 12 else 0, limit=SHOWN
    )
    diff = reads.diff(actor, asked) if view.state in {State.HELD, State.STOPPED, State.APPLYING} else None
    holds = row.source.current_id == row.pk
    context = {
        "row": row,
        "version": presenting.version_row(view),
        "view": view,
        "source": found.source,
        "going": going,
        "work": Work.objects.filter(pk=row.work_id or 0).first() if going else None,
        "headline": presenting.headline(view, holds=holds),
        "figures": presenting.figures(view.counts),
        "diff": diff,
        "changes": [presenting.change_row(one, row.source.supplier.currency) for one in diff.items] if diff else [],
        "bad_total": found.bad_total,
        "may_let_through": view.state == State.HELD and bool(view.counts),
        "may_refuse": view.state in {State.HELD, State.MAPPING},
        "may_map": view.state in {State.MAPPING, State.HELD},
        "may_go_back": presenting.may_go_back(view, holds=holds),
        "may_stop": view.state in {State.READING, State.APPLYING},
        "is_stopped": view.state == State.STOPPED,
        "has_file": view.scope in {Scope.WHOLE, Scope.PART} and SHELF.path_of(row.digest).is_file(),
    }
    if view.state == State.MAPPING or (view.state == State.HELD and not view.counts):
        context |= {"form": ColumnsForm(version=row), "seen": previewing.first_rows(row), "header": row.header}
    return answers.page(request, "feeds/version.html", context, part="progress")


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, version_id: int) -> HttpResponse:
    """Say what the columns of a source's files mean, with the first rows beside it."""
    found = reads.version(actor_of(request), reads.VersionQuery(version_id=version_id, limit=0))
    row = _load(version_id)
    form = ColumnsForm(request.POST or None, version=row)
    if request.method == "POST":
        answer = answers.sent(request, form, then=_page(version_id), done=_("The file is being taken in."))
        if answer:
            return answer
    context = {
        "row": row,
        "source": found.source,
        "form": form,
        "seen": previewing.first_rows(row),
        "header": row.header,
    }
    return answers.page(request, "feeds/columns.html", context)


@require_http_methods(["GET", "POST"])
def quarantine(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show the rows that could not be taken; take them again, put right."""
    after = request.GET.get("after", "")
    asked = reads.VersionQuery(
        version_id=version_id, after=int(after) if after.isdecimal() and len(after) < 18 else 0, limit=SHOWN + 1
    )
    found = reads.version(actor_of(request), asked)
    row = _load(version_id)
    form = MendForm(request.POST or None, request.FILES or None, fixed={"version_id": row.pk})
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.Received) and answer.version_id:
            return answers.went(request, _page(answer.version_id), _("The corrected rows are being taken in."))
    context = {
        "row": row,
        "source": found.source,
        "form": form,
        "bad": found.bad[:SHOWN],
        "bad_total": found.bad_total,
        "further": found.bad[SHOWN - 1].row_id if len(found.bad) > SHOWN else None,
        "may_mend": row.state in HELD_GOOD and found.bad_total > 0,
        "going": row.state in BUSY,
    }
    return answers.page(request, "feeds/quarantine.html", context)


@require_GET
def rows_to_mend(request: HttpRequest, version_id: int) -> StreamingHttpResponse:
    """Send the rows in quarantine as a file to be put right."""
    reads.version(actor_of(request), reads.VersionQuery(version_id=version_id, limit=0))
    row = _load(version_id)
    if not SHELF.path_of(row.digest).is_file():
        raise Missing(_("The file is not here any more."))
    answer = StreamingHttpResponse(mending.rows_to_mend(row), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, mending.name_of(row)) or "attachment"
    return answer


@require_GET
def file(request: HttpRequest, version_id: int) -> StreamingHttpResponse:
    """Send a file as it came."""
    reads.version(actor_of(request), reads.VersionQuery(version_id=version_id, limit=0))
    row = _load(version_id)
    path = SHELF.path_of(row.digest)
    if row.scope not in {Scope.WHOLE, Scope.PART} or not path.is_file():
        raise Missing(_("The file is not here any more."))
    answer = StreamingHttpResponse(_bytes(path), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    return answer


def _bytes(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        yield from iter(lambda: source.read(1 << 16), b"")


@require_POST
def step(request: HttpRequest, version_id: int, what: str) -> HttpResponse:
    """Let a file through or refuse it, go back to it, stop it, go on with it, take it back."""
    if what not in STEPS:
        raise Missing
    act, done = STEPS[what]
    row = Version.objects.filter(pk=version_id).first()
    then = _page(version_id)
    if row is not None and what == "roll-back":
        then = reverse("feeds:source", args=[row.source_id])
    return answers.act(request, act, actions.OneVersion(version_id=version_id), then=then, done=str(done))


def _load(version_id: int) -> Version:
    """Return a version whose reader has been checked by a read. Raises Missing."""
    rows = Version.objects.select_related("source__supplier", "source__site__warehouse", "of")
    row = rows.filter(pk=version_id, source__removed_at=None).first()
    if row is None:
        raise Missing(_("There is no such version."))
    return row


def _page(version_id: int) -> str:
    return reverse("feeds:version", args=[version_id])
