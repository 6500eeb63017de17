"""Where suppliers push their stock to."""

from django.urls import path

from storecrew.shop.feeds.hooks import push

app_name = "feed_hooks"
urlpatterns = [path("<str:token>/", push, name="push")]
