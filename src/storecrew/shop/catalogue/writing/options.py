"""Set the options of a product. What stays keeps its row, found by the code it had, its code, or its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.drafts import OptionDraft, ValueDraft
from storecrew.shop.catalogue.models import Option, OptionValue, Product
from storecrew.shop.catalogue.slugs import free_among, slug_of


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as it is now, with its values in order."""

    option: Option
    values: tuple[OptionValue, ...]

    def find(self, wanted: str) -> OptionValue | None:
        """Return the value of this code or name (in any case); None when there is none."""
        folded = wanted.casefold()
        for value in self.values:
            if wanted == value.code:
                return value
        return next((value for value in self.values if value.name.casefold() == folded), None)


def choices_of(product: Product) -> list[Choice]:
    """Return the options of a product in order; two queries."""
    options = list(Option.objects.filter(product=product).order_by("position"))
    values: dict[int, list[OptionValue]] = {option.pk: [] for option in options}
    for value in OptionValue.objects.filter(option__in=options).order_by("position", "pk"):
        values[value.option_id].append(value)
    return [Choice(option, tuple(values[option.pk])) for option in options]


def set_options(product: Product, drafts: Sequence[OptionDraft]) -> list[Choice]:
    """Make these the options of a product. Values and options that are left out are deleted with what hung on them."""
    _refuse_repetition(drafts)
    before = choices_of(product)
    kept = _matched(before, drafts)
    gone = [choice.option.pk for choice in before if choice.option.pk not in {row.option.pk for row in kept.values()}]
    _forget_values(OptionValue.objects.filter(option__in=gone).values_list("pk", flat=True))
    texts.forget("option", gone)
    Option.objects.filter(pk__in=gone).delete()
    for position, choice in kept.items():  # out of each other's way first: two options may have changed places
        Option.objects.filter(pk=choice.option.pk).update(position=-(position + 1), code=f"~{choice.option.pk}")
    return [_set_option(product, position, draft, kept.get(position)) for position, draft in enumerate(drafts)]


def _set_option(product: Product, position: int, draft: OptionDraft, kept: Choice | None) -> Choice:
    option = kept.option if kept else Option(product=product)
    renamed = kept is not None and option.name != draft.name
    option.position, option.name = position + 1, draft.name
    taken = set(Option.objects.filter(product=product).exclude(pk=option.pk).values_list("code", flat=True))
    option.code = free_among(taken, draft.code or (option.code if kept and not renamed else _code(draft.name)))
    option.save()
    if renamed:
        texts.mark_behind("option", option.pk, {"name": option.name})
    return Choice(option, tuple(_set_values(option, draft.values, kept.values if kept else ())))


def _set_values(option: Option, drafts: Sequence[ValueDraft], before: Sequence[OptionValue]) -> list[OptionValue]:
    matched: dict[int, OptionValue] = {}
    left = list(before)
    for index, draft in enumerate(drafts):
        same = _same_value(left, draft)
        if same is not None:
            matched[index] = same
            left.remove(same)
    _forget_values(value.pk for value in left)
    OptionValue.objects.filter(pk__in=[value.pk for value in left]).delete()
    # names and codes may have changed places: take them off first, so that no two rows hold the same one in between
    for value in matched.values():
        OptionValue.objects.filter(pk=value.pk).update(code=f"~{value.pk}", name=f"~{value.pk}")
    taken: set[str] = set()
    result, new = [], []
    for index, draft in enumerate(drafts):
        kept = matched.get(index)
        value = kept or OptionValue(option=option)
        renamed = kept is not None and kept.name != draft.name
        old_code = kept.code if kept and not renamed else ""
        value.code = free_among(taken, draft.code or old_code or _code(draft.name))
        taken.add(value.code)
        value.position, value.name, value.swatch = (
            index + 1,
            draft.name,
            draft.swatch or ("" if renamed else value.swatch),
        )
        if kept is None:
            new.append(value)
        if renamed:
            texts.mark_behind("option_value", value.pk, {"name": value.name})
        result.append(value)
    OptionValue.objects.bulk_update(list(matched.values()), ["code", "name", "position", "swatch"])
    OptionValue.objects.bulk_create(new)
    return result


def _matched(before: Sequence[Choice], drafts: Sequence[OptionDraft]) -> dict[int, Choice]:
    """Return which existing option each draft stands for, by the draft's place."""
    left, found = list(before), {}
    for index, draft in enumerate(drafts):
        names = [draft.was] if draft.was else [draft.code, _code(draft.name), draft.name]
        for choice in left:
            if choice.option.code in names or (
                not draft.was and choice.option.name.casefold() == draft.name.casefold()
            ):
                found[index] = choice
                left.remove(choice)
                break
    return found


def _same_value(rows: Sequence[OptionValue], draft: ValueDraft) -> OptionValue | None:
    if draft.was:
        return next((row for row in rows if row.code == draft.was), None)
    by_name = next((row for row in rows if row.name.casefold() == draft.name.casefold()), None)
    return by_name or next((row for row in rows if draft.code and row.code == draft.code), None)


def _forget_values(ids: Iterable[int]) -> None:
    numbers = list(ids)
    if numbers:
        texts.forget("option_value", numbers)


def _code(name: str) -> str:
    return slug_of(name)[:60].strip("-") or "x"


def _refuse_repetition(drafts: Sequence[OptionDraft]) -> None:
    names = [draft.name.casefold() for draft in drafts]
    if len(set(names)) < len(names):
        raise InvalidInput({"options": _("Two options have the same name. Give each its own.")})
    for index, draft in enumerate(drafts):
        values = [value.name.casefold() for value in draft.values]
        if len(set(values)) < len(values):
            raise InvalidInput(
                {f"options.{index}.values": _("“%(option)s” has the same value twice.") % {"option": draft.name}}
            )
