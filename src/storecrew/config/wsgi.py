"""The site as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # loads every page's module now, not while the first visitor waits
