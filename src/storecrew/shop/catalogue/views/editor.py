"""The page of one product, and everything that can be done there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing, Parked
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import actions, sheets
from storecrew.shop.catalogue.forms import (
    DetailsForm,
    FactsForm,
    OptionsForm,
    RenameForm,
    ScheduleForm,
    SeoForm,
    details_of,
    facts_of,
)
from storecrew.shop.catalogue.models import Price, Product, Variant
from storecrew.shop.catalogue.presenting import language_lag, price_chart, seo_preview, shots
from storecrew.shop.catalogue.tables import status_of
from storecrew.shop.catalogue.views.access import reader, rights
from storecrew.shop.catalogue.writing.options import choices_of
from storecrew.shop.catalogue.writing.variants import option_drafts


@require_GET
@reader
def product(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Show a product with everything that belongs to it."""
    return _page(request, _load(product_id))


@require_POST
@reader
def details(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Change what the product says of itself."""
    row = _load(product_id)
    form = DetailsForm(request.POST, fixed=_fixed(request, row))
    return answers.sent(request, form, then=_here(row), done=_("Saved.")) or _page(
        request, row, form=form, details=form
    )


@require_POST
@reader
def facts(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Change what the product states."""
    row = _load(product_id)
    form = FactsForm(request.POST, fixed=_fixed(request, row))
    return answers.sent(request, form, then=_here(row), done=_("Saved.")) or _page(request, row, form=form, facts=form)


@require_POST
@reader
def seo(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Change what search engines are told."""
    row = _load(product_id)
    form = SeoForm(request.POST, fixed=_fixed(request, row))
    return answers.sent(request, form, then=_here(row), done=_("Saved.")) or _page(request, row, form=form, seo=form)


@require_POST
@reader
def rename(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Give the product another address."""
    row = _load(product_id)
    form = RenameForm(request.POST, fixed={"product_id": row.pk})
    done = _("The address is changed; the old one leads to it.")
    return answers.sent(request, form, then=_here(row), done=done) or _page(request, row, form=form, rename=form)


@require_POST
@reader
def schedule(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Plan when it goes on sale and off again."""
    row = _load(product_id)
    form = ScheduleForm(request.POST, fixed={"product_id": row.pk})
    return answers.sent(request, form, then=_here(row), done=_("Planned.")) or _page(
        request, row, form=form, schedule=form
    )


@require_POST
@reader
def options(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Change options and with them the variants."""
    row = _load(product_id)
    form = _options_form(row, request)
    done = _("Options saved. Variants that stayed kept their numbers and prices.")
    return answers.sent(request, form, then=_here(row), done=done) or _page(request, row, form=form, options=form)


@require_POST
@reader
def matrix(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Write numbers, prices and weights of the variants."""
    row = _load(product_id)
    cells = sheets.cells_of(request.POST)
    if not cells:
        return answers.went(request, _here(row), _("Nothing was changed."))
    try:
        done = actions.bulk_edit(actor_of(request), actions.BulkEdit(cells=tuple(cell for _name, cell in cells)))
    except InvalidInput as error:
        names = {f"cells.{index}": name for index, (name, _cell) in enumerate(cells)}
        errors = {names.get(path, path): sentence for path, sentence in error.fields.items()}
        page = _page(request, row, matrix_errors=errors)
        page.status_code = 422
        return page
    except Parked as waits:
        return answers.parked(request, waits, then=_here(row))
    except ActionError as error:
        return answers.refused(request, error, then=_here(row))
    say = ngettext("%(n)d cell saved.", "%(n)d cells saved.", done.cells) % {"n": done.cells}
    return answers.went(request, _here(row), say)


@require_POST
@reader
def retire(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Retire the ticked variants."""
    row = _load(product_id)
    gone = {int(number) for number in request.POST.getlist("variant") if number.isdigit()}
    drafts = option_drafts(row)
    kept = [
        actions.CombinationDraft(variant_id=variant.pk, values=values)
        for variant, values in _combinations(row)
        if variant.pk not in gone
    ]
    if not gone or not kept:
        return answers.went(request, _here(row), _("A product needs at least one variant. Nothing was changed."))
    data = actions.SetOptions(product_id=row.pk, options=tuple(drafts), variants=tuple(kept))
    done = ngettext("%(n)d variant retired.", "%(n)d variants retired.", len(gone)) % {"n": len(gone)}
    return answers.act(request, actions.set_options, data, then=_here(row), done=done)


_STEPS = {
    "publish": (actions.publish, actions.OneProduct),
    "unpublish": (actions.unpublish, actions.OneProduct),
    "archive": (actions.archive, actions.Archive),
    "unarchive": (actions.unarchive, actions.OneProduct),
}
_BACK = {"publish": "unpublish", "unpublish": "publish", "archive": "unarchive", "unarchive": "archive"}


@require_POST
@reader
def step(request: HttpRequest, product_id: int, name: str) -> HttpResponseBase:
    """Put the product on sale, off sale, away, or bring it back; each can be taken back."""
    row = _load(product_id)
    if name not in _STEPS:
        raise Missing
    action, data = _STEPS[name]
    said = {
        "publish": _("“%(title)s” is on sale now."),
        "unpublish": _("“%(title)s” is off sale now."),
        "archive": _("“%(title)s” is put away."),
        "unarchive": _("“%(title)s” is back as a draft."),
    }[name] % {"title": row.title}
    was_on_sale = row.status == "active"
    try:
        action(actor_of(request), data(product_id=row.pk))  # type: ignore[operator]  # pairs that belong together
    except ActionError as error:
        return answers.refused(request, error, then=_here(row))
    back = "publish" if name == "archive" and was_on_sale else _BACK[name]
    answers.undoable(request, said, reverse("catalogue:step", args=[row.pk, back]), {})
    return answers.see(_here(row))


@require_POST
@reader
def duplicate(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Make a copy and go there."""
    row = _load(product_id)
    try:
        made = actions.duplicate(actor_of(request), actions.Duplicate(product_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=_here(row))
    done = _("This is the copy: a draft without SKUs and barcodes.")
    return answers.went(request, reverse("catalogue:product", args=[made.product_id]), done)


@require_POST
@reader
def delete(request: HttpRequest, product_id: int) -> HttpResponseBase:
    """Delete a draft that nobody has seen."""
    row = _load(product_id)
    try:
        gone = actions.delete_draft(actor_of(request), actions.DeleteDraft(product_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=_here(row))
    done = _("The draft “%(title)s” is deleted.") % {"title": gone.title}
    return answers.went(request, reverse("catalogue:products"), done)


def _load(product_id: int) -> Product:
    found = Product.objects.filter(pk=product_id).first()
    if found is None:
        raise Missing
    return found


def _here(row: Product) -> str:
    return reverse("catalogue:product", args=[row.pk])


def _fixed(request: HttpRequest, row: Product) -> dict[str, Any]:
    """Return what the form does not ask for: which product, and the version the reader has seen."""
    version = request.POST.get("version", "")
    return {"product_id": row.pk} | ({"version": int(version)} if version.isdigit() and len(version) < 10 else {})


def _options_form(row: Product, request: HttpRequest | None = None) -> OptionsForm:
    choices = choices_of(row)
    signatures = Variant.objects.filter(product=row, retired_at=None).values_list("signature", flat=True)
    combos = {tuple(int(part) for part in signature.split("/")) for signature in signatures if signature}
    posted = request.POST if request is not None else None
    return OptionsForm(posted, choices=choices, combos=combos, fixed={"product_id": row.pk})


def _combinations(row: Product) -> list[tuple[Variant, tuple[str, ...]]]:
    names = {value.pk: value.code for choice in choices_of(row) for value in choice.values}
    variants = Variant.objects.filter(product=row, retired_at=None).order_by("position", "pk")
    return [(variant, tuple(names[int(part)] for part in variant.signature.split("/") if part)) for variant in variants]


def _page(request: HttpRequest, row: Product, **shown: Any) -> HttpResponse:
    store, may = current(), rights(request)
    currencies = [store.currency] if store else []
    others = (
        Price.objects.filter(variant__product=row).order_by("currency").values_list("currency", flat=True).distinct()
    )
    currencies += [currency for currency in others if currency not in currencies]
    errors = shown.pop("matrix_errors", None)
    word, tone = status_of(row)
    context = {
        "product": row,
        "word": word,
        "tone": tone,
        "details": DetailsForm(initial=details_of(row)),
        "facts": FactsForm(initial={"facts": facts_of(row)}),
        "seo": SeoForm(initial={"seo_title": row.seo_title, "seo_description": row.seo_description}),
        "rename": RenameForm(initial={"slug": row.slug}),
        "schedule": ScheduleForm(initial={"publish_at": row.publish_at, "unpublish_at": row.unpublish_at}),
        "options": _options_form(row),
        "sheet": sheets.sheet_of(
            [row],
            currencies,
            with_products=False,
            with_cost=may["may_see_cost"],
            posted=request.POST if errors else None,
            errors=errors,
        ),
        "sheet_errors": errors,
        "shots": shots(row),
        "preview": seo_preview(row),
        "lag": language_lag(row),
        "chart": price_chart(row, currencies[0], timezone.now()) if currencies else None,
        **may,
        **shown,
    }
    return answers.page(request, "catalogue/product.html", context)
