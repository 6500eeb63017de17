"""The tree of categories."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Category, Product
from storecrew.shop.catalogue.reads.groups import in_reading_order, products_below
from storecrew.shop.catalogue.views.access import reader, rights


class CategoryForm(ActionForm):
    """A new category."""

    action = actions.create_category
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    parent_id = forms.ChoiceField(label=gettext_lazy("Below"), required=False)
    line = forms.CharField(label=gettext_lazy("One line"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the places of the tree."""
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = places()  # type: ignore[attr-defined]  # a ChoiceField


class CategoryTextForm(ActionForm):
    """What a category says of itself."""

    action = actions.edit_category
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    line = forms.CharField(label=gettext_lazy("One line"), max_length=200, required=False)
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    seo_title = forms.CharField(label=gettext_lazy("Title for search engines"), max_length=255, required=False)
    seo_description = forms.CharField(
        label=gettext_lazy("Description for search engines"), max_length=500, required=False
    )
    hidden = forms.BooleanField(label=gettext_lazy("Hidden in the storefront"), required=False)

    def values(self) -> dict[str, Any]:
        """Return every text, the empty ones too."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"} | self.fixed


class CategoryPlaceForm(ActionForm):
    """Where a category stands, and its part of the address."""

    action = actions.move_category
    parent_id = forms.ChoiceField(label=gettext_lazy("Below"), required=False)
    slug = forms.CharField(label=gettext_lazy("Address"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the places of the tree."""
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = places()  # type: ignore[attr-defined]  # a ChoiceField


def places() -> list[tuple[str, str]]:
    """Return the tree as choices, its root first."""
    rows = in_reading_order(list(Category.objects.order_by("depth", "position", "pk")))
    return [("", _("the root")), *((str(row.pk), f"{'\u2003' * (row.depth - 1)}{row.name}") for row in rows)]


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the tree; a post adds a category."""
    form = CategoryForm(request.POST or None, initial={"parent_id": request.GET.get("below", "")})
    here = reverse("catalogue:categories")
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("Category added."))):
        return answer
    rows = in_reading_order(list(Category.objects.order_by("depth", "position", "pk")))
    counts = products_below(rows, live=Product.objects.exclude(status="archived"))
    last = {row.parent_id: row.pk for row in rows}
    first: dict[int | None, int] = {}
    for row in rows:
        first.setdefault(row.parent_id, row.pk)
    tree = [
        {
            "row": row,
            "products": counts[row.path],
            "first": first[row.parent_id] == row.pk,
            "last": last[row.parent_id] == row.pk,
        }
        for row in rows
    ]
    return answers.page(request, "catalogue/categories.html", {"tree": tree, "form": form, **rights(request)})


@require_GET
@reader
def category(request: HttpRequest, category_id: int) -> HttpResponseBase:
    """Show one category with its texts and its place."""
    return _page(request, _load(category_id))


@require_POST
@reader
def edit(request: HttpRequest, category_id: int) -> HttpResponseBase:
    """Change a category's texts."""
    row = _load(category_id)
    form = CategoryTextForm(request.POST, fixed={"category_id": row.pk})
    return answers.sent(request, form, then=_here(row), done=_("Saved.")) or _page(request, row, form=form, words=form)


@require_POST
@reader
def place(request: HttpRequest, category_id: int) -> HttpResponseBase:
    """Move a category, or change its address."""
    row = _load(category_id)
    form = CategoryPlaceForm(request.POST, fixed={"category_id": row.pk})
    done = _("Moved. Old addresses lead to the new ones.")
    return answers.sent(request, form, then=_here(row), done=done) or _page(request, row, form=form, spot=form)


@require_POST
@reader
def step(request: HttpRequest, category_id: int) -> HttpResponseBase:
    """Move a category one place up or down among its siblings."""
    row = _load(category_id)
    siblings = list(
        Category.objects.filter(parent=row.parent_id).order_by("position", "pk").values_list("pk", flat=True)
    )
    place_now = siblings.index(row.pk)
    siblings.remove(row.pk)
    wanted = max(place_now - 1, 0) if request.POST.get("where") == "up" else place_now + 1
    before = siblings[wanted] if wanted < len(siblings) else None
    data = actions.CategoryMove(category_id=row.pk, parent_id=row.parent_id, before_id=before)
    return answers.act(
        request, actions.move_category, data, then=reverse("catalogue:categories"), done=_("Order saved.")
    )


@require_POST
@reader
def delete(request: HttpRequest, category_id: int) -> HttpResponseBase:
    """Delete a category; its products move up."""
    row = _load(category_id)
    try:
        gone = actions.delete_category(actor_of(request), actions.CategoryDelete(category_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=_here(row))
    say = ngettext(
        "“%(name)s” is deleted; %(n)d product moved up.",
        "“%(name)s” is deleted; %(n)d products moved up.",
        gone.products,
    ) % {"name": row.name, "n": gone.products}
    return answers.went(request, reverse("catalogue:categories"), say)


def _load(category_id: int) -> Category:
    found = Category.objects.filter(pk=category_id).first()
    if found is None:
        raise Missing
    return found


def _here(row: Category) -> str:
    return reverse("catalogue:category", args=[row.pk])


def _page(request: HttpRequest, row: Category, **shown: Any) -> HttpResponseBase:
    names = ("name", "line", "description", "seo_title", "seo_description", "hidden")
    store = current()
    context = {
        "category": row,
        "languages": store.languages if store else (),
        "words": CategoryTextForm(initial={name: getattr(row, name) for name in names}),
        "spot": CategoryPlaceForm(initial={"parent_id": row.parent_id or "", "slug": row.slug}),
        **rights(request),
        **shown,
    }
    return answers.page(request, "catalogue/category.html", context)
