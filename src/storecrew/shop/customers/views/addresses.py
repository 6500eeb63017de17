"""The address book of a customer: new, put right, the usual one, out."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses.types import Address, country_name, is_country, parse_pasted
from storecrew.shop.customers import actions
from storecrew.shop.customers.forms import AddressEditForm, AddressForm, countries
from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.views.access import customer_of, keeper


@require_http_methods(["GET", "POST"])
@keeper
def new(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """Write an address into the book: by its country's form, or pasted from a chat."""
    row = customer_of(customer_id)
    store = current()
    code = _country(request, row.country or (store.country if store else "CN"))
    pasted = parse_pasted(request.POST.get("pasted", "")) if request.method == "POST" else None
    if request.method == "POST" and "pasted" in request.POST:
        return _pasted(request, row, code, pasted)
    form = AddressForm(
        request.POST or None,
        country=code,
        address=Address(country=code, name=row.name, phone=row.phone),
        fixed={"customer_id": row.pk},
    )
    if request.method == "POST":
        done = _("The address is in the book.")
        if answer := answers.sent(request, form, then=_page(row), done=done):
            return answer
    return _show(request, row, form, code)


def _pasted(request: HttpRequest, row: Customer, code: str, pasted: Address | None) -> HttpResponseBase:
    """Show the form filled with what a pasted text says; nothing is saved before somebody has looked."""
    code = pasted.country if pasted else code
    form = AddressForm(country=code, address=pasted, fixed={"customer_id": row.pk})
    return _show(request, row, form, code, text=request.POST["pasted"], not_found=pasted is None)


def _show(
    request: HttpRequest, row: Customer, form: AddressForm, code: str, *, text: str = "", not_found: bool = False
) -> HttpResponseBase:
    context = {
        "form": form,
        "row": row,
        "country": code,
        "countries": countries(),
        "country_name": country_name(code),
        "pasted": text,
        "not_found": not_found,
    }
    return answers.page(request, "customers/address.html", context)


@require_http_methods(["GET", "POST"])
@keeper
def edit(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponseBase:
    """Put an address of the book right."""
    row = customer_of(customer_id)
    kept = row.addresses.filter(pk=address_id).first()
    if kept is None:
        raise Missing
    code = _country(request, kept.postal.country)
    fixed = {"customer_id": row.pk, "address_id": address_id}
    form = AddressEditForm(request.POST or None, country=code, address=kept.postal, fixed=fixed)
    if request.method == "POST" and (answer := answers.sent(request, form, then=_page(row), done=_("Saved."))):
        return answer
    return _show(request, row, form, code)


@require_POST
@keeper
def remove(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponseBase:
    """Take an address out of the book."""
    row = customer_of(customer_id)
    data = actions.OneAddress(customer_id=row.pk, address_id=address_id)
    done = _("The address is out of the book. Orders that went there keep it.")
    return answers.act(request, actions.remove_address, data, then=_page(row), done=done)


@require_POST
@keeper
def usual(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponseBase:
    """Make an address the usual one."""
    row = customer_of(customer_id)
    which = request.POST.get("which", "shipping")
    data = actions.SetDefault(
        customer_id=row.pk, address_id=address_id, shipping=which == "shipping", billing=which == "billing"
    )
    return answers.act(request, actions.set_default_address, data, then=_page(row), done=_("Saved."))


def _country(request: HttpRequest, otherwise: str) -> str:
    wanted = (request.POST.get("country") or request.GET.get("country", "")).upper()
    return wanted if is_country(wanted) else otherwise


def _page(row: Customer) -> str:
    return reverse("customers:customer", args=[row.pk])
