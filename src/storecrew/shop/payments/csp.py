"""What the browser has to be allowed on the pay page, and nowhere else."""

from storecrew.shop.payments.models import Provider

STRIPE = {
    "script-src": ("https://js.stripe.com", "https://*.js.stripe.com"),
    "frame-src": ("https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"),
    "connect-src": ("https://api.stripe.com",),
    "img-src": ("https://*.stripe.com",),
}
"""Stripe's own list (docs: Security at Stripe, Content Security Policy)."""


def csp_sources(provider_code: str) -> dict[str, tuple[str, ...]]:
    """Return what to add to which directive while a shopper pays through this provider; nothing for all others."""
    kind = Provider.objects.filter(code=provider_code).exclude(enabled_at=None).values_list("kind", flat=True).first()
    return dict(STRIPE) if kind == "stripe" else {}
