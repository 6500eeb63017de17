"""Addresses of the catalogue in the console, under /crew/catalogue/."""

from django.urls import path

from storecrew.shop.catalogue.views import categories, collections, editor, grid, merging, pictures, products, texts

app_name = "catalogue"
urlpatterns = [
    path("", products.index, name="products"),
    path("new/", products.new, name="new"),
    path("grid/", grid.grid, name="grid"),
    path("grid/undo/", grid.undo, name="undo"),
    path("categories/", categories.index, name="categories"),
    path("categories/<int:category_id>/", categories.category, name="category"),
    path("categories/<int:category_id>/texts/", categories.edit, name="category_texts"),
    path("categories/<int:category_id>/place/", categories.place, name="category_place"),
    path("categories/<int:category_id>/step/", categories.step, name="category_step"),
    path("categories/<int:category_id>/removal/", categories.delete, name="category_delete"),
    path("collections/", collections.index, name="collections"),
    path("collections/<int:collection_id>/", collections.collection, name="collection"),
    path("collections/<int:collection_id>/texts/", collections.edit, name="collection_texts"),
    path("collections/<int:collection_id>/rules/", collections.set_rules, name="collection_rules"),
    path("collections/<int:collection_id>/members/", collections.fill, name="collection_members"),
    path("collections/<int:collection_id>/order/", collections.order, name="collection_order"),
    path("collections/<int:collection_id>/kind/", collections.turn, name="collection_kind"),
    path("collections/<int:collection_id>/removal/", collections.delete, name="collection_delete"),
    path("texts/", texts.lag, name="lag"),
    path("texts/<slug:object_type>/<int:object_id>/<slug:language>/", texts.pairs, name="texts"),
    path("<int:product_id>/", editor.product, name="product"),
    path("<int:product_id>/details/", editor.details, name="details"),
    path("<int:product_id>/seo/", editor.seo, name="seo"),
    path("<int:product_id>/address/", editor.rename, name="rename"),
    path("<int:product_id>/plan/", editor.schedule, name="schedule"),
    path("<int:product_id>/options/", editor.options, name="options"),
    path("<int:product_id>/variants/", editor.matrix, name="matrix"),
    path("<int:product_id>/variants/retirement/", editor.retire, name="retire"),
    path("<int:product_id>/step/<slug:name>/", editor.step, name="step"),
    path("<int:product_id>/copy/", editor.duplicate, name="duplicate"),
    path("<int:product_id>/merge/", merging.merge, name="merge"),
    path("<int:product_id>/removal/", editor.delete, name="delete"),
    path("<int:product_id>/pictures/", pictures.add, name="pictures"),
    path("<int:product_id>/pictures/<int:picture_id>/", pictures.describe, name="picture"),
    path("<int:product_id>/pictures/<int:picture_id>/place/", pictures.move, name="picture_place"),
    path("<int:product_id>/pictures/<int:picture_id>/removal/", pictures.remove, name="picture_remove"),
]
