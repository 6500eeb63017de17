"""The ASGI application of the MCP process: stateless Streamable HTTP at `/mcp`."""

import os
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  settings need the set-up above
from mcp.server.auth.settings import AuthSettings  # noqa: E402
from mcp.server.transport_security import TransportSecuritySettings  # noqa: E402
from pydantic import AnyHttpUrl  # noqa: E402
from starlette.applications import Starlette  # noqa: E402

from storecrew.fronts.mcp.server import Verifier, server  # noqa: E402

ORIGIN = settings.ENVIRONMENT.origin
HOSTS = [urlsplit(ORIGIN).netloc, "127.0.0.1:*", "localhost:*", *settings.ENVIRONMENT.hosts]


def build() -> Starlette:
    """Return a fresh application; each can be started once."""
    return server().streamable_http_app(
        json_response=True,
        stateless_http=True,
        token_verifier=Verifier(),
        auth=AuthSettings(
            issuer_url=AnyHttpUrl(ORIGIN),
            resource_server_url=AnyHttpUrl(f"{ORIGIN}/mcp"),
            required_scopes=["tools"],
            validate_token_resource=False,  # the verifier knows only tokens of this very installation
        ),
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=HOSTS,
            allowed_origins=[ORIGIN, "http://127.0.0.1:*", "http://localhost:*"],
        ),
    )


application = build()
