"""Addresses of suppliers' feeds in the console, under /crew/feeds/."""

from django.urls import path

from storecrew.shop.feeds.views import sources, versions

app_name = "feeds"
urlpatterns = [
    path("", sources.index, name="sources"),
    path("new/", sources.new, name="new"),
    path("<int:source_id>/", sources.detail, name="source"),
    path("<int:source_id>/change/", sources.edit, name="edit"),
    path("<int:source_id>/file/", sources.send, name="send"),
    path("<int:source_id>/address/", sources.new_address, name="address"),
    path("<int:source_id>/key/", sources.trust_key, name="trust"),
    path("<int:source_id>/<slug:what>/", sources.step, name="step"),
    path("versions/<int:version_id>/", versions.detail, name="version"),
    path("versions/<int:version_id>/columns/", versions.columns, name="columns"),
    path("versions/<int:version_id>/quarantine/", versions.quarantine, name="quarantine"),
    path("versions/<int:version_id>/quarantine/rows/", versions.rows_to_mend, name="rows_to_mend"),
    path("versions/<int:version_id>/file/", versions.file, name="file"),
    path("versions/<int:version_id>/<slug:what>/", versions.step, name="version_step"),
]
