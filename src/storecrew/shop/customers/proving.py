"""Passwords, outside of any transaction: hashing takes a third of a second, and nobody else may wait for it meanwhile.

    proof = proving.prove(email, password, address=ip)              # the same time, whether the address is known or not
    actions.sign_in(nobody(address=ip), actions.SignIn(email=email, proof=proof))

A proof is good for a minute and for the password that it was made with; an empty one is refused by the action, so that
every wrong password stands in the audit like every right one.
"""

import hashlib

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.limits import Rate, hit
from storecrew.shop.customers.finding import by_email, email_of
from storecrew.shop.customers.models import Customer, Identity, IdentityKind

PER_ADDRESS = Rate(10, 900)
"""Tries for one e-mail address; after these the link by mail still lets its owner in."""
PER_NETWORK = Rate(60, 900)
GOOD_FOR_S = 60
LONGEST = 1000
"""Signs of a password; beyond it somebody wants to keep the hasher busy."""
_SALT = "customers.password"


def prove(email: str, password: str, *, address: str) -> str:
    """Return a proof that this password opens the account of this e-mail address; empty when it does not.

    `address` is the network address. Raises Refused when there were too many tries.
    """
    email = email_of(email)
    limited("customers.password", email, address, each=PER_ADDRESS, network=PER_NETWORK)
    row = by_email(email)
    identity = row.identities.filter(kind=IdentityKind.PASSWORD).first() if row else None
    if identity is None or len(password) > LONGEST:
        make_password(password[:LONGEST])  # takes as long as checking one: the time tells nothing
        return ""
    if not check_password(password, identity.secret):
        return ""
    return signing.TimestampSigner(salt=_SALT).sign(f"{identity.pk}.{_mark(identity.secret)}")


def proved(proof: str) -> Identity | None:
    """Return the identity that a proof is of, None when it is forged, too old, or of a password that has changed."""
    try:
        text = signing.TimestampSigner(salt=_SALT).unsign(proof, max_age=GOOD_FOR_S)
    except signing.BadSignature:
        return None
    number, _dot, mark = text.partition(".")
    identity = Identity.objects.filter(pk=int(number), kind=IdentityKind.PASSWORD).select_related("customer").first()
    if identity is None or not constant_time_compare(mark, _mark(identity.secret)):
        return None
    return identity


def hashed(password: str, *, email: str = "", name: str = "") -> str:
    """Return a new password as it is kept. Raises InvalidInput with what is wrong with it."""
    if len(password) > LONGEST:
        raise InvalidInput({"password": _("This is too long.")})
    try:
        validate_password(password, user=Customer(email=email, name=name))  # type: ignore[arg-type]  # it looks at two attributes
    except ValidationError as error:
        raise InvalidInput({"password": " ".join(error.messages)}) from error
    return make_password(password)


def limited(scope: str, email: str, address: str, *, each: Rate, network: Rate) -> None:
    """Count one try; raises Refused in the same words whether the address is known or not."""
    known = hashlib.sha256(email.encode()).hexdigest()[:32]
    fine = hit(scope, known, each).allowed
    if address:
        fine &= hit(f"{scope}.network", address, network).allowed
    if not fine:
        raise Refused(_("That was too many tries. Wait a quarter of an hour."), code="too_many")


def _mark(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
