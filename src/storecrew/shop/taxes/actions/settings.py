"""How the store charges taxes, and its classes of goods."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.taxes.actions.writing import settings_row, touch
from storecrew.shop.taxes.events import TaxRulesChanged
from storecrew.shop.taxes.models import TaxClass
from storecrew.shop.taxes.seats import EVERYWHERE, KEEPERS
from storecrew.shop.taxes.types import EXEMPT, FOLLOW

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class SetTaxes(Input):
    """How taxes are charged. `shipping_class` is a class's code, or `follow`: as the goods it travels with."""

    inclusive: bool
    rounding: Literal["line", "total"] = "line"
    shipping_class: Annotated[str, Field(max_length=40)] = FOLLOW
    destination: Literal["buyer", "home_in_eu", "home"] = "buyer"
    tax_number: Annotated[str, Field(max_length=40)] = ""


class TaxesSet(Output):
    """Whether anything changed."""

    changed: bool


@action(
    "taxes.set",
    label=gettext_lazy("Set how taxes are charged"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
)
def set_taxes(run: Run, data: SetTaxes) -> TaxesSet:
    """Say whether prices contain taxes, where they are rounded, how shipping is taxed, and whose rates apply."""
    row = settings_row(run)
    run.about("taxes:1")
    if data.shipping_class != FOLLOW and not TaxClass.objects.filter(code=data.shipping_class).exists():
        raise InvalidInput({"shipping_class": _("There is no such class.")})
    for name in SetTaxes.model_fields:
        run.changed("taxes:1", name, old=getattr(row, name), new=getattr(data, name))
        setattr(row, name, getattr(data, name))
    if not run.changes:
        return TaxesSet(changed=False)
    row.save()
    touch(run, "settings")
    return TaxesSet(changed=True)


class ClassDraft(Input):
    """A class of goods. `codes`: tax codes of the catalogue or of other systems that mean it."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=80)]
    codes: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=64)], ...], Field(max_length=200)] = ()


class ClassSaved(Output):
    """The class's number."""

    class_id: int


@action(
    "taxes.save_class",
    label=gettext_lazy("Save a tax class"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
)
def save_class(run: Run, data: ClassDraft) -> ClassSaved:
    """Add a tax class, or change the name and codes of the one that has this code."""
    if data.code in {EXEMPT, FOLLOW}:
        raise InvalidInput({"code": _("This word has a meaning of its own here. Choose another code.")})
    wanted = {code.casefold() for code in data.codes}
    for other in TaxClass.objects.exclude(code=data.code).order_by("pk"):
        taken = wanted & {str(code).casefold() for code in (other.code, *other.codes)}
        if taken:
            raise InvalidInput(
                {
                    "codes": _("“%(code)s” means the class “%(name)s” already.")
                    % {"code": min(taken), "name": other.name}
                }
            )
    row, made = TaxClass.objects.get_or_create(
        code=data.code, defaults={"name": data.name, "codes": list(data.codes), "position": 9}
    )
    subject = f"tax_class:{row.pk}"
    run.changed(subject, "name", old=None if made else row.name, new=data.name)
    run.changed(subject, "codes", old=[] if made else row.codes, new=list(data.codes))
    if run.changes:
        row.name, row.codes = data.name, list(data.codes)
        row.save()
        touch(run, "class")
    return ClassSaved(class_id=row.pk)
