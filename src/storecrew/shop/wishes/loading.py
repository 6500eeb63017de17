"""Find the list that somebody may touch: a customer's own, else the one this browser holds."""

from storecrew.kernel.actions.cause import new_id
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Actor
from storecrew.shop.wishes.models import ListKey, WishList
from storecrew.shop.wishes.tokens import key_of


def customer_of(actor: Actor) -> int | None:
    """Return which customer acts; None for a stranger."""
    kind, _sep, number = actor.ref.partition(":")
    return int(number) if actor.kind == "outsider" and kind == "customer" and number.isdecimal() else None


def held_list(token: str) -> WishList | None:
    """Return the list that a token opens; None for a token nobody knows."""
    held = ListKey.objects.select_related("list").filter(key=key_of(token)).first() if token else None
    return held.list if held else None


def own_list(actor: Actor, token: str) -> WishList | None:
    """Return the list that counts for whoever acts: a customer's own; a guest's by the token, unless it is a customer's."""
    customer_id = customer_of(actor)
    if customer_id is not None:
        return WishList.objects.filter(customer=customer_id).first()
    found = held_list(token)
    return found if found is not None and found.customer_id is None else None


def guests_list(actor: Actor, token: str) -> WishList | None:
    """Return what a customer put together in this browser before signing in, and did not take along yet."""
    found = held_list(token) if customer_of(actor) is not None else None
    return found if found is not None and found.customer_id is None else None


def list_to_fill(run: Run, token: str, *, language: str) -> WishList:
    """Return the list of whoever acts, made if there is none."""
    found = own_list(run.actor, token)
    if found is None:
        customer_id = customer_of(run.actor)
        found = WishList.objects.create(
            uid=new_id(), customer_id=customer_id, language=language, opened_at=run.now, changed_at=run.now
        )
        if customer_id is None:
            ListKey.objects.update_or_create(key=key_of(token), defaults={"list": found})
    run.about(found.subject)
    return found
