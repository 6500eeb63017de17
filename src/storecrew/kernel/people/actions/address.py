"""Change the address one signs in with: proven by a link to the new one, told to the old one."""

from typing import Annotated

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, PUBLIC, Input, Nothing, Private
from storecrew.kernel.people import accounts, new_addresses, staffing
from storecrew.kernel.people.events import AddressAsked, AddressChanged
from storecrew.kernel.people.models import Person


class NewAddress(Input):
    """The address one wants to sign in with, and the present password: an open session alone must not move an account."""

    email: accounts.Address
    password: accounts.Password


@action(
    "people.ask_new_address",
    label=gettext_lazy("Change my e-mail address"),
    seats={ANYONE},
    surfaces={"web"},
    emits=(AddressAsked,),
)
def ask_new_address(run: Run, data: NewAddress) -> Nothing:
    """Ask to sign in with another address; it holds once the link that is sent there was followed."""
    staffing.require(run.actor.kind == "person")
    me = staffing.myself(run)
    run.about(me.subject)
    if not me.check_password(data.password):
        raise InvalidInput({"password": _("That is not your password.")})
    if data.email == me.email:
        raise InvalidInput({"email": _("This is your address already.")})
    if Person.objects.filter(email=data.email).exists():
        raise InvalidInput({"email": _("Somebody here signs in with this address already.")})
    EmailAddress.objects.filter(user=me, primary=False).delete()  # an earlier wish is void
    row = EmailAddress.objects.create(user=me, email=data.email, primary=False, verified=False)
    run.emit(AddressAsked(person_id=me.pk, address_id=row.pk), subject=me.subject)
    return Nothing()


class ConfirmAddress(Input):
    """What the link carries."""

    token: Annotated[str, Private]


@action(
    "people.confirm_address",
    label=gettext_lazy("Confirm a new e-mail address"),
    seats={PUBLIC},
    surfaces={"web"},
    emits=(AddressChanged,),
)
def confirm_address(run: Run, data: ConfirmAddress) -> Nothing:
    """Let somebody sign in with the address that the link was sent to, and no longer with the old one."""
    row = new_addresses.find(data.token)
    if row is None:
        raise Refused(_("This link does not work any more. Ask for a new one in your settings."), code="link_dead")
    person = Person.objects.select_for_update().get(pk=row.user_id)
    if Person.objects.filter(email=row.email).exists():
        raise Refused(_("Somebody here signs in with this address already."), code="address_taken")
    old, person.email = person.email, row.email
    EmailAddress.objects.filter(user=person).exclude(pk=row.pk).delete()
    EmailAddress.objects.filter(pk=row.pk).update(primary=True, verified=True)
    person.save(update_fields=["email"])
    run.changed(person.subject, "email", old=old, new=person.email, personal=True)
    run.emit(AddressChanged(person_id=person.pk, old=old), subject=person.subject)
    return Nothing()
