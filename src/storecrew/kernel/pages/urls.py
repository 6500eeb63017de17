"""Addresses of the kit itself, under /crew/."""

from django.urls import path

from storecrew.kernel.pages import views

app_name = "pages"
urlpatterns = [
    path("sheet/<slug:hash>.css", views.sheet, name="sheet"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("view/", views.save_view, name="view"),
    path("view/remove/", views.remove_view, name="unview"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("keys/", views.keys, name="keys"),
]
