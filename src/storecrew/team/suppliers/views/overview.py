"""All suppliers at one look, and everything about one."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from storecrew.kernel.pages import answers, tables
from storecrew.team.suppliers import presenting
from storecrew.team.suppliers.story_sources import TOPICS
from storecrew.team.suppliers.tables import overview_rows, overview_table
from storecrew.team.suppliers.views.access import reader, rights, supplier_or_404


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List suppliers with their score, when one should speak next, and what is open."""
    table, rows = overview_table(), overview_rows(timezone.now())
    return tables.export(table, request, rows) or answers.page(
        request, "suppliers/index.html", {"page": tables.show(table, request, rows), **rights(request)}
    )


@require_GET
@reader
def supplier(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Show everything about keeping up with one supplier."""
    row = supplier_or_404(supplier_id)
    topic = request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    context: dict[str, Any] = {
        "row": row,
        "topic": topic,
        "topics": TOPICS.items(),
        **presenting.page_of(row, timezone.now(), topic=topic),
        **rights(request),
    }
    return answers.page(request, "suppliers/supplier.html", context)
