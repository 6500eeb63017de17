"""Addresses as people paste them: what of this shop stands there."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Category, Collection, Product

LONGEST = 800


def path_of(address: str) -> str:
    """Return the path of a pasted address, without host, query and last slash: `https://a.example/x/?y` is `/x`."""
    text = address.strip()
    path = urlsplit(text).path if "://" in text or text.startswith("//") else text.partition("?")[0].partition("#")[0]
    return "/" + unquote(path).strip("/")


def standing_at(address: str) -> dict[str, int] | None:
    """Return what of this shop has an address, as the field of an input (`product_id`, …); None for nothing."""
    parts = path_of(address).strip("/").split("/")
    if len(parts) > 1 and parts[0] not in {"p", "c", "collections"}:
        parts = parts[1:]  # the language that the address begins with
    match parts:
        case ["p", slug]:
            found = Product.objects.filter(slug=slug).values_list("pk", flat=True).first()
            return {"product_id": found} if found else None
        case ["c", *path] if path:
            found = Category.objects.filter(path="/".join(path)).values_list("pk", flat=True).first()
            return {"category_id": found} if found else None
        case ["collections", slug]:
            found = Collection.objects.filter(slug=slug).values_list("pk", flat=True).first()
            return {"collection_id": found} if found else None
    return None


class RedirectForm(ActionForm):
    """Lead an old path on."""

    action = actions.redirect_path
    old = forms.CharField(
        label=_("Old address"),
        max_length=LONGEST,
        help_text=_(
            "As it stood in the former shop, e.g. /products/tea-pot.html. The host and what follows a ? do not matter."
        ),
    )
    to = forms.CharField(
        label=_("Leads to"),
        max_length=LONGEST,
        required=False,
        help_text=_("Paste the address of a product, category or collection of this shop. Empty: it is gone for good."),
    )

    def clean_old(self) -> str:
        """Keep the path alone."""
        path = path_of(self.cleaned_data["old"])
        if path == "/":
            raise forms.ValidationError(_("The front page leads nowhere else."))
        if standing_at(path):
            raise forms.ValidationError(_("Something of this shop stands at this address; it is not an old one."))
        return path

    def clean_to(self) -> dict[str, int]:
        """Find what stands at the address."""
        text = self.cleaned_data["to"].strip()
        if not text:
            return {}
        found = standing_at(text)
        if found is None:
            raise forms.ValidationError(_("Nothing of this shop stands at this address."))
        return found

    def values(self) -> dict[str, Any]:
        """Return the path with its target."""
        return {"old": self.cleaned_data["old"], **self.cleaned_data["to"]}
