"""What the browser is allowed on pages where a payment provider shows something of its own."""

from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.http import HttpResponse

from storecrew.shop.payments.csp import csp_sources


def allow(response: HttpResponse, providers: Iterable[str]) -> None:
    """Add what these providers need to the content security policy of this one answer."""
    policy = {name: [*sources] for name, sources in cast("dict[str, list[str]]", settings.SECURE_CSP).items()}
    for provider in providers:
        for directive, sources in csp_sources(provider).items():
            known = policy.get(directive, [])
            policy[directive] = [*known, *(source for source in sources if source not in known)]
    response._csp_config = policy  # type: ignore[attr-defined]  # read by Django's middleware
