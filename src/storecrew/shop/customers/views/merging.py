"""Records that look alike: judged one pair at a time, merged with a look at both, and taken apart again."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.customers import actions, worth
from storecrew.shop.customers.models import Merge
from storecrew.shop.customers.reads import pairs
from storecrew.shop.customers.reads import views as views_of
from storecrew.shop.customers.views.access import customer_of, keeper

SHOWN = 50


@require_GET
@keeper
def duplicates(request: HttpRequest) -> HttpResponseBase:
    """List pairs that look like one person, and the merges of late."""
    found = pairs()
    shown = found[:SHOWN]
    people = views_of({number for pair in shown for number in (pair.low, pair.high)})
    rows = [(people[pair.low], people[pair.high], pair.reasons) for pair in shown]
    merges = Merge.objects.filter(undone_at=None).select_related("kept", "gone").order_by("-pk")[:20]
    context = {"rows": rows, "more": len(found) - len(shown), "merges": merges}
    return answers.page(request, "customers/duplicates.html", context)


@require_http_methods(["GET", "POST"])
@keeper
def merge(request: HttpRequest, customer_id: int, other_id: int) -> HttpResponseBase:
    """Show both records side by side; a post says which one stays."""
    one, other = customer_of(customer_id), customer_of(other_id)
    if one.pk == other.pk:
        return answers.see(reverse("customers:customer", args=[one.pk]))
    if request.method == "POST":
        kept, gone = (one, other) if request.POST.get("kept") == str(one.pk) else (other, one)
        try:
            done = actions.merge(actor_of(request), actions.MergeTwo(kept_id=kept.pk, gone_id=gone.pk))
        except ActionError as error:
            return answers.refused(request, error, then=request.get_full_path())
        said = _("The two are one now.")
        answers.undoable(request, said, reverse("customers:unmerge", args=[done.merge_id]), {})
        return answers.see(reverse("customers:customer", args=[kept.pk]))
    people = views_of([one.pk, other.pk])
    bought = worth.of([one.pk, other.pk])
    both = [(people[number], bought.get(number)) for number in (one.pk, other.pk)]
    return answers.page(request, "customers/merge.html", {"both": both, "one": one, "other": other})


@require_http_methods(["GET", "POST"])
@keeper
def choose(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Say by e-mail, telephone or name with whom a customer is to be merged."""
    # one page of the list is search enough: whoever merges knows whom they mean
    from storecrew.shop.customers.tables import matching, rows  # noqa: PLC0415  the table is needed here only

    row = customer_of(customer_id)
    text = request.GET.get("q", "").strip()
    found = matching(rows().exclude(pk=row.pk), text).order_by("-created_at", "-pk")[:20] if text else []
    return answers.page(request, "customers/choose.html", {"row": row, "text": text, "found": found})


@require_POST
@keeper
def unmerge(request: HttpRequest, merge_id: int) -> HttpResponseBase:
    """Take a merge back."""
    row = Merge.objects.filter(pk=merge_id).first()
    if row is None:
        raise Missing
    then = reverse("customers:customer", args=[row.kept_id])
    done = _("They are two again, as they were.")
    return answers.act(request, actions.unmerge, actions.OneMerge(merge_id=row.pk), then=then, done=done)


@require_POST
@keeper
def two_people(request: HttpRequest, customer_id: int, other_id: int) -> HttpResponseBase:
    """Note that a pair is two people."""
    data = actions.TwoPeople(one_id=customer_id, other_id=other_id)
    done = _("Noted: two people. Nobody is asked about them again.")
    return answers.act(request, actions.not_the_same, data, then=reverse("customers:duplicates"), done=done)
