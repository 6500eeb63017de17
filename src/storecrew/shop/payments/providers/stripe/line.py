"""The line to Stripe: the official library, and what its errors mean for us.

The library's own retries are off: whether something may be sent again is decided by the outbox alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from storecrew.kernel.events.outward import Doubtful, NotReceived, Rejected
from storecrew.shop.payments.providers.interface import Account
from storecrew.shop.payments.providers.stripe.library import stripe

TIMEOUT_S = 20
"""Well before the lease of a worker ends."""


def client(account: Account) -> "stripe.StripeClient":
    """Return a client for one account. `api_base` in its settings points tests at a server of their own."""
    base = account.settings.get("api_base", "")
    return stripe.StripeClient(
        account.secrets["secret_key"],
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
        base_addresses={"api": base} if base else None,
    )


@contextmanager
def understood() -> Iterator[None]:
    """Turn the library's errors into what is known: not received, refused for good, or nothing for certain."""
    try:
        yield
    except (stripe.RateLimitError, stripe.AuthenticationError, stripe.PermissionError) as error:
        # our keys are wrong or too much was asked: nothing was done, and a person may mend it meanwhile
        raise NotReceived(_said(error)) from error
    except stripe.IdempotencyError as error:  # the same key with other words would be a bug of ours
        raise Rejected(_said(error)) from error
    except stripe.APIConnectionError as error:
        if _never_left(error):
            raise NotReceived(_said(error)) from error
        raise Doubtful(_said(error)) from error
    except stripe.APIError as error:
        if error.http_status == 409:  # the same key is being worked on at this moment
            raise NotReceived(_said(error), after_s=5) from error
        raise Doubtful(_said(error)) from error
    except (stripe.CardError, stripe.InvalidRequestError) as error:
        if error.http_status == 409:
            raise NotReceived(_said(error), after_s=5) from error
        raise Rejected(_said(error)) from error


def _said(error: "stripe.StripeError") -> str:
    return (error.user_message or str(error) or type(error).__name__)[:400]


def _never_left(error: "stripe.APIConnectionError") -> bool:
    """Tell whether no connection came about at all: the name was not found, or nobody listened."""
    text = f"{error} {error.__cause__}"
    return any(mark in text for mark in ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "refused"))
