"""The storefront's console pages, below `/crew/storefront/`."""

from django.urls import path

from storecrew.fronts.storefront.views import crew

app_name = "storefront_crew"
urlpatterns = [
    path("", crew.index, name="index"),
    path("words/", crew.words, name="words"),
    path("menus/top/", crew.menu, {"place": "top"}, name="menu_top"),
    path("menus/foot/", crew.menu, {"place": "foot"}, name="menu_foot"),
    path("home/new/<slug:kind>/", crew.new_section, name="new_section"),
    path("home/<int:section_id>/", crew.section, name="section"),
    path("home/<int:section_id>/move/", crew.move, name="section_move"),
    path("home/<int:section_id>/removal/", crew.remove_section, name="section_removal"),
    path("pages/new/", crew.new_page, name="new_page"),
    path("pages/<slug:slug>/", crew.page, name="page"),
    path("pages/<slug:slug>/removal/", crew.remove_page, name="page_removal"),
    path("look/<slug:look>/", crew.preview, name="preview"),
]
