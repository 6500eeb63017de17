"""The site as a WSGI application, with the bare page in it."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "benchmarks.sites.urls"
application = get_wsgi_application()
