"""Collections, with the rule builder."""

from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import actions, rules
from storecrew.shop.catalogue.models import Collection, CollectionKind, CollectionSort, Member, Product, Rule
from storecrew.shop.catalogue.reads.choosing import members_of
from storecrew.shop.catalogue.reads.console import counted
from storecrew.shop.catalogue.views.access import reader, rights
from storecrew.shop.catalogue.writing.grid import shown

LINES = 8
"""Rules that the page offers room for; an import or a program may set more."""


class NewCollectionForm(ActionForm):
    """A new collection."""

    action = actions.create_collection
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)

    def values(self) -> dict[str, Any]:
        """Return a collection by hand, to be filled on its page."""
        return {"title": self.cleaned_data["title"]}


class CollectionForm(ActionForm):
    """What a collection says of itself, and its rules."""

    action = actions.edit_collection
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    slug = forms.CharField(label=gettext_lazy("Address"), max_length=120)
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=CollectionSort.choices)
    seo_title = forms.CharField(label=gettext_lazy("Title for search engines"), max_length=255, required=False)
    seo_description = forms.CharField(
        label=gettext_lazy("Description for search engines"), max_length=500, required=False
    )
    hidden = forms.BooleanField(label=gettext_lazy("Hidden in the storefront"), required=False)

    def values(self) -> dict[str, Any]:
        """Return every text, the empty ones too."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"} | self.fixed


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List collections; a post adds one by hand or by rule."""
    form = NewCollectionForm(request.POST or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.CollectionWritten):
            here = reverse("catalogue:collection", args=[answer.collection_id])
            return answers.went(request, here, _("Collection added. Now say what belongs to it."))
    rows = list(Collection.objects.annotate(by_hand=Count("members")).order_by("position", "pk")[:500])
    context = {"rows": rows, "form": form, **rights(request)}
    return answers.page(request, "catalogue/collections.html", context)


@require_GET
@reader
def collection(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """Show one collection: texts, rules or members, and what belongs to it now."""
    return _page(request, _load(collection_id))


@require_POST
@reader
def edit(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """Change a collection's texts."""
    row = _load(collection_id)
    form = CollectionForm(request.POST, fixed={"collection_id": row.pk})
    return answers.sent(request, form, then=_here(row), done=_("Saved.")) or _page(request, row, form=form, words=form)


@require_POST
@reader
def set_rules(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """Count what the rules on the page would bring in, or save them."""
    row = _load(collection_id)
    drafts, problems = _read_rules(request)
    match_all = request.POST.get("match", "all") == "all"
    if problems or not drafts:
        errors = problems or [_("A collection by rule needs at least one rule.")]
        page = _page(request, row, rule_errors=errors, drafts=_posted(request), match_all=match_all)
        page.status_code = 422
        return page
    if request.POST.get("count"):
        unsaved = [Rule(field=one.field, relation=one.relation, value=one.value) for one in drafts]
        store = current()
        found = rules.condition(unsaved, match_all=match_all, currency=store.currency if store else "")
        tried = counted(Product.objects.filter(found))
        return _page(request, row, tried=tried, drafts=_posted(request), match_all=match_all)
    data = actions.CollectionEdit(collection_id=row.pk, match_all=match_all, rules=tuple(drafts))
    return answers.act(request, actions.edit_collection, data, then=_here(row), done=_("Rules saved."))


@require_POST
@reader
def fill(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """Put products in by their address or SKU, or take the ticked ones out."""
    row = _load(collection_id)
    wanted = [line.strip() for line in request.POST.get("add", "").replace(",", "\n").splitlines() if line.strip()]
    add = list(Product.objects.filter(slug__in=wanted).values_list("pk", flat=True))
    add += list(Product.objects.filter(variants__sku__in=wanted).distinct().values_list("pk", flat=True))
    remove = [int(number) for number in request.POST.getlist("remove") if number.isdigit()]
    if wanted and not add:
        return answers.went(request, _here(row), _("No product has this address or SKU."))
    data = actions.Membership(collection_id=row.pk, add=tuple(dict.fromkeys(add)), remove=tuple(remove))
    return answers.act(request, actions.fill_collection, data, then=_here(row), done=_("Saved."))


@require_POST
@reader
def order(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """Put the members into the order of the numbers on the page."""
    row = _load(collection_id)
    places = [
        (float(text), int(name.removeprefix("place-")))
        for name, text in ((name, str(text)) for name, text in request.POST.dict().items())
        if name.startswith("place-") and name.removeprefix("place-").isdigit() and text.replace(".", "", 1).isdigit()
    ]
    if not places:
        return answers.went(request, _here(row), _("Nothing was changed."))
    data = actions.Order(collection_id=row.pk, product_ids=tuple(number for _place, number in sorted(places)))
    return answers.act(request, actions.order_collection, data, then=_here(row), done=_("Order saved."))


@require_POST
@reader
def turn(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """Make a collection by hand of one by rule, or the other way round."""
    row = _load(collection_id)
    kind = CollectionKind.MANUAL if row.kind == CollectionKind.RULE else CollectionKind.RULE
    data = actions.CollectionTurn(collection_id=row.pk, kind=kind)
    done = _("It is filled by rules now.") if kind == CollectionKind.RULE else _("It is filled by hand now.")
    return answers.act(request, actions.turn_collection, data, then=_here(row), done=done)


@require_POST
@reader
def delete(request: HttpRequest, collection_id: int) -> HttpResponseBase:
    """Delete a collection; its products stay."""
    row = _load(collection_id)
    try:
        actions.delete_collection(actor_of(request), actions.CollectionDelete(collection_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=_here(row))
    done = _("“%(title)s” is deleted. Its products stay.") % {"title": row.title}
    return answers.went(request, reverse("catalogue:collections"), done)


def _load(collection_id: int) -> Collection:
    found = Collection.objects.filter(pk=collection_id).first()
    if found is None:
        raise Missing
    return found


def _here(row: Collection) -> str:
    return reverse("catalogue:collection", args=[row.pk])


def _posted(request: HttpRequest) -> list[dict[str, str]]:
    fields, relations = request.POST.getlist("field"), request.POST.getlist("relation")
    values = request.POST.getlist("value")
    rows = zip(fields, relations, values, strict=False)
    return [{"field": field, "relation": relation, "value": value} for field, relation, value in rows]


def _read_rules(request: HttpRequest) -> tuple[list[actions.RuleDraft], list[str]]:
    """Return the rules of the page and what is wrong with them; prices are typed as amounts and kept in minor units."""
    store = current()
    drafts, problems = [], []
    for number, one in enumerate(_posted(request), 1):
        value = one["value"].strip()
        if not one["field"] or not value:
            continue
        if one["field"] == "price" and store:
            try:
                value = str(parse_money(value, store.currency).minor)
            except MoneyError as error:
                problems.append(f"{number}: {error}")
                continue
        problem = rules.problem_of(one["field"], one["relation"], value)
        if problem:
            problems.append(f"{number}: {problem}")
        else:
            drafts.append(actions.RuleDraft(field=one["field"], relation=one["relation"], value=value))
    return drafts, problems


def _saved_rules(row: Collection) -> list[dict[str, str]]:
    store = current()
    saved = []
    for rule in row.rules.order_by("position"):
        price = rule.field == "price" and store and rule.value.isdigit()
        value = shown(int(rule.value), store.currency) if price and store else rule.value
        saved.append({"field": rule.field, "relation": rule.relation, "value": value})
    return saved


def _page(request: HttpRequest, row: Collection, **more: Any) -> HttpResponse:
    names = ("title", "slug", "description", "sort", "seo_title", "seo_description", "hidden")
    drafts = more.pop("drafts", None) or _saved_rules(row)
    drafts = [*drafts, *({"field": "", "relation": "is", "value": ""} for _ in range(max(2, LINES - len(drafts))))]
    members = Member.objects.filter(collection=row).select_related("product").order_by("position", "pk")[:300]
    store = current()
    context = {
        "collection": row,
        "by_rule": row.kind == CollectionKind.RULE,
        "words": CollectionForm(initial={name: getattr(row, name) for name in names}),
        "drafts": drafts[: max(LINES, len(drafts))],
        "fields": [(code, field.label) for code, field in rules.FIELDS.items()],
        "relations": list(rules.RELATIONS.items()),
        "members": list(members) if row.kind == CollectionKind.MANUAL else [],
        "now": counted(Product.objects.filter(members_of(row))),
        "currency": store.currency if store else "",
        "languages": store.languages if store else (),
        "match_all": row.match_all,
        **rights(request),
        **more,
    }
    return answers.page(request, "catalogue/collection.html", context)
