"""Addresses of the desks, under /crew/."""

from django.urls import path

from storecrew.fronts.desks import finding_views, job_views, views

app_name = "desks"
urlpatterns = [
    path("", views.today, name="today"),
    path("seat/<slug:seat>/", views.seat, name="seat"),
    path("search", finding_views.search, name="search"),
    path("notices/", finding_views.notices, name="notices"),
    path("notices/read/", finding_views.read, name="read"),
    path("activity/<path:subject>/", finding_views.activity, name="activity"),
    path("job/", job_views.job, name="job"),
    path("job/step/", job_views.step, name="step"),
    path("job/aside/", job_views.aside, name="aside"),
    path("job/back/", job_views.back, name="back"),
]
