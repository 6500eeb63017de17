"""Search, notices, and what was done to an object."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from storecrew.fronts.desks.finding import find
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import actions, answers, links, reads
from storecrew.kernel.pages.access import signed_in
from storecrew.kernel.pages.activity import ActivityQuery
from storecrew.kernel.pages.activity import activity as activity_of

LONGEST = 200


@require_GET
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Answer the search page, or only its list of hits for the palette (`part=hits`)."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = find(request.actor, text, timezone.now())  # type: ignore[attr-defined]  # set by the people room
    part = "#hits" if request.GET.get("part") == "hits" else ""
    return render(request, f"desks/search.html{part}", {"text": text, "found": found})


@require_GET
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """Show what the reader was told, newest first."""
    data = reads.NoticeQuery(cursor=request.GET.get("after") or None)
    page = reads.notices(request.actor, data)  # type: ignore[attr-defined]  # set by the people room
    context = {
        "rows": page.items,
        "cursor": page.cursor,
        "unread": any(row.read_at is None for row in page.items),
        "new_word": pgettext("notice", "new"),
    }
    return render(request, "desks/notices.html", context)


@require_POST
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read and go where it points to, or mark all."""
    one = request.POST.get("notice", "")
    data = actions.MarkRead(notice_id=int(one) if one.isdigit() else None)
    actions.mark_read(request.actor, data)  # type: ignore[attr-defined]  # set by the people room
    return answers.see(answers.back(request, reverse("desks:notices")))


@require_GET
@signed_in
def activity(request: HttpRequest, subject: str) -> HttpResponse:
    """Show who did what to an object."""
    data = parse(ActivityQuery, {"subject": subject, "cursor": request.GET.get("after") or None})
    page = activity_of(request.actor, data)  # type: ignore[attr-defined]  # set by the people room
    context = {"rows": page.items, "cursor": page.cursor, "it": links.link(subject), "subject": subject}
    return render(request, "desks/activity.html", context)
