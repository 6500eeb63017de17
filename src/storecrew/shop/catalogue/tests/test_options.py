"""Options change; variants keep their rows, numbers, prices and history where their values stay."""

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Option, OptionValue, Price, PriceChange, Product, Translation, Variant


def options(*rows: tuple[str, tuple[str, ...]]) -> tuple[dict[str, object], ...]:
    return tuple({"name": name, "values": tuple({"name": value} for value in values)} for name, values in rows)


def set_options(
    actor: Actor, product: Product, rows: object, variants: object = None, **more: object
) -> actions.Arranged:
    data = {"product_id": product.pk, "options": rows, "variants": variants} | more
    return actions.set_options(actor, actions.SetOptions.model_validate(data))


def by_sku(product: Product) -> dict[str, int]:
    return dict(Variant.objects.filter(product=product, retired_at=None).values_list("sku", "pk"))


COLOURS = ("Colour", ("Oat", "Celadon"))
SIZES = ("Capacity", ("280 ml", "380 ml"))


def test_a_new_value_adds_variants_and_keeps_all_others(web: Actor, mug: Product) -> None:
    before = by_sku(mug)
    answer = set_options(web, mug, options(("Colour", ("Plum", "Oat", "Celadon")), SIZES))
    assert (answer.added, answer.retired, len(answer.variant_ids)) == (2, 0, 6)
    assert {sku: pk for sku, pk in by_sku(mug).items() if sku} == before
    assert Price.objects.filter(variant__in=before.values()).count() == 4


def test_options_can_change_places_and_values_their_order(web: Actor, mug: Product) -> None:
    before = by_sku(mug)
    set_options(web, mug, options(SIZES, ("Colour", ("Celadon", "Oat"))))
    assert list(Option.objects.filter(product=mug).order_by("position").values_list("code", flat=True)) == [
        "capacity",
        "colour",
    ]
    assert by_sku(mug) == before
    first = Variant.objects.filter(product=mug).order_by("position").first()
    assert first is not None
    assert first.sku == "MUG-CEL-280"


def test_a_renamed_value_keeps_its_variants_and_its_translation_falls_behind(web: Actor, mug: Product) -> None:
    oat = OptionValue.objects.get(name="Oat")
    text = actions.Text(object_type="option_value", object_id=oat.pk, field="name", text="燕麦")
    actions.translate(web, actions.Translate(language="zh-hans", texts=(text,)))
    before = by_sku(mug)
    rows = (
        {"name": "Colour", "values": ({"name": "Oatmeal", "was": "oat"}, {"name": "Celadon"})},
        *options(SIZES),
    )
    set_options(web, mug, rows)
    assert by_sku(mug) == before
    oat.refresh_from_db()
    assert (oat.name, oat.code, oat.swatch) == ("Oatmeal", "oatmeal", "")
    assert Translation.objects.get(object_type="option_value").behind


def test_a_third_option_gives_existing_variants_its_first_value(web: Actor, mug: Product) -> None:
    before = by_sku(mug)
    answer = set_options(web, mug, options(COLOURS, SIZES, ("Lid", ("Without", "With"))))
    assert (answer.added, answer.retired) == (4, 0)
    assert {sku: pk for sku, pk in by_sku(mug).items() if sku} == before


def test_taking_an_option_away_keeps_the_first_of_those_that_become_alike(web: Actor, mug: Product) -> None:
    answer = set_options(web, mug, options(COLOURS))
    assert (answer.added, answer.retired) == (0, 2)
    assert set(by_sku(mug)) == {"MUG-OAT-280", "MUG-CEL-280"}


def test_a_fourth_option_is_refused(web: Actor, mug: Product) -> None:
    from storecrew.kernel.actions.validation import parse  # noqa: PLC0415  the surfaces' way in

    rows = options(COLOURS, SIZES, ("Lid", ("With",)), ("Box", ("Yes",)))
    with pytest.raises(InvalidInput):
        parse(actions.SetOptions, {"product_id": mug.pk, "options": rows})


def test_what_was_on_sale_is_retired_with_its_history_and_frees_its_sku(web: Actor, mug: Product) -> None:
    actions.publish(web, actions.OneProduct(product_id=mug.pk))
    gone = Variant.objects.get(sku="MUG-CEL-380")
    variants = tuple({"values": values} for values in (("Oat", "280 ml"), ("Oat", "380 ml"), ("Celadon", "280 ml")))
    set_options(web, mug, options(COLOURS, SIZES), variants)
    gone.refresh_from_db()
    assert gone.retired_at is not None
    assert PriceChange.objects.filter(variant=gone).exists()
    draft = actions.ProductDraft.model_validate({"title": "Heir", "variants": ({"sku": "MUG-CEL-380"},)})
    assert actions.create(web, draft).slug == "heir"


def test_variants_of_a_draft_leave_no_trace(web: Actor, mug: Product) -> None:
    set_options(web, mug, options(("Colour", ("Oat",)), SIZES))
    assert Variant.objects.filter(product=mug).count() == 2


def test_removing_every_option_leaves_one_variant(web: Actor, mug: Product) -> None:
    before = by_sku(mug)
    set_options(web, mug, ())
    assert by_sku(mug) == {"MUG-OAT-280": before["MUG-OAT-280"]}


def test_unknown_values_and_twins_are_named(web: Actor, mug: Product) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_options(web, mug, options(COLOURS, SIZES), ({"values": ("Oat", "1 l")}, {"values": ("Oat",)}))
    assert set(refused.value.fields) == {"variants.0.values", "variants.1.values"}


def test_a_stale_version_is_refused_and_others_are_denied(company: Company, mug: Product) -> None:
    set_options(company.web, mug, options(COLOURS), version=mug.version)
    with pytest.raises(Refused) as refused:
        set_options(company.web, mug, options(SIZES), version=mug.version)
    assert refused.value.code == "stale"
    with pytest.raises(Denied):
        set_options(company.finance, mug, options(SIZES))


def test_skus_can_change_places(web: Actor, mug: Product) -> None:
    one, other = Variant.objects.filter(product=mug).order_by("position")[:2]
    edits = (
        actions.VariantEdit(variant_id=one.pk, sku=other.sku),
        actions.VariantEdit(variant_id=other.pk, sku=one.sku, weight_g=500, clear=frozenset({"cost"})),
    )
    answer = actions.edit_variants(web, actions.EditVariants(product_id=mug.pk, variants=edits))
    assert answer.changed
    assert by_sku(mug)["MUG-OAT-280"] == other.pk
    again = actions.edit_variants(web, actions.EditVariants(product_id=mug.pk, variants=edits))
    assert (again.changed, again.version) == (False, answer.version)


def test_a_variant_of_another_product_is_refused(web: Actor, mug: Product) -> None:
    lamp = actions.create(web, actions.ProductDraft(title="Lamp"))
    foreign = Variant.objects.get(product=lamp.product_id)
    with pytest.raises(InvalidInput):
        edit = actions.VariantEdit(variant_id=foreign.pk, sku="X")
        actions.edit_variants(web, actions.EditVariants(product_id=mug.pk, variants=(edit,)))
