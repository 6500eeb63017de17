"""Set providers up: what they are called, their keys, on and off, and whether the keys fit."""

import secrets
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field as Limits
from pydantic import StringConstraints

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.kernel.secrets import encrypt
from storecrew.shop.payments.accounts import BOTH_FOR, account_of, opened, sealed
from storecrew.shop.payments.actions.taking import provider_speaks
from storecrew.shop.payments.models import Provider
from storecrew.shop.payments.providers import adapter_of, remote_of
from storecrew.shop.payments.providers.interface import Adapter, Checkup, Field
from storecrew.shop.payments.seats import HERE, KEEPERS

SURFACES = {"web", "rest", "cli"}
Short = Annotated[str, StringConstraints(max_length=120)]


class SetUpProvider(Input):
    """`values` are the adapter's fields. An empty secret keeps the one that is there. `names`: language → own words."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
    kind: str
    names: dict[str, Short] = {}
    values: Annotated[dict[str, Annotated[str, StringConstraints(max_length=500)]], Private] = {}
    notice_secret: Annotated[str, StringConstraints(max_length=200), Private] = ""
    live: bool = False
    position: Annotated[int, Limits(ge=0, le=999)] | None = None


class Enable(Input):
    """Offer it to shoppers, or not any more."""

    code: str
    on: bool


class SetNoticeSecret(Input):
    """The secret a provider signs its notices with. Empty: a fresh one is made, for providers that take ours."""

    code: str
    secret: Annotated[str, StringConstraints(max_length=200), Private] = ""


class NoteCheck(Input):
    """What a look at the account found."""

    provider_id: int
    checkup: Checkup


class Written(Output):
    """The provider."""

    provider_id: int
    code: str


@action("payments.set_up_provider", label=gettext_lazy("Set up a way to pay"), seats=KEEPERS, surfaces=SURFACES)
def set_up_provider(run: Run, data: SetUpProvider) -> Written:
    """Set up an account with a payment provider, or change it. It is offered to shoppers once it is switched on."""
    adapter = _adapter(data.kind)
    provider = Provider.objects.filter(code=data.code).first() or Provider(
        code=data.code, kind=data.kind, created_at=run.now
    )
    if provider.kind != data.kind:
        raise InvalidInput({"code": _("Another kind of provider has this code.")})
    if data.live and not adapter.capabilities.has_live:
        raise InvalidInput({"live": _("This one never moves real money.")})
    if provider._state.adding:
        provider.notice_secret = encrypt(_new_secret()) if remote_of(data.kind) else ""
        provider.save()
        run.changed(provider.subject, "kind", old=None, new=provider.kind)
    _fill(run, provider, adapter, data)
    position = provider.position if data.position is None else data.position
    for name, new in (("name", data.names), ("live", data.live), ("position", position)):
        run.changed(provider.subject, name, old=getattr(provider, name), new=new)
        setattr(provider, name, new)
    if data.notice_secret:
        provider.notice_secret = encrypt(data.notice_secret)
        run.changed(provider.subject, "notice secret", old="•••", new="••• (new)")
    provider.save()
    return Written(provider_id=provider.pk, code=provider.code)


@action("payments.enable", label=gettext_lazy("Switch a way to pay on or off"), seats=KEEPERS, surfaces=SURFACES)
def enable(run: Run, data: Enable) -> Nothing:
    """Offer a way to pay to shoppers, or stop offering it. Payments that have begun go on either way."""
    provider = _one(data.code)
    adapter = _adapter(provider.kind)
    if data.on:
        _refuse_incomplete(provider, adapter)
    run.changed(provider.subject, "on", old=provider.enabled_at is not None, new=data.on)
    provider.enabled_at = (provider.enabled_at or run.now) if data.on else None
    provider.save()
    return Nothing()


@action("payments.set_notice_secret", label=gettext_lazy("New secret for notices"), seats=KEEPERS, surfaces=SURFACES)
def set_notice_secret(run: Run, data: SetNoticeSecret) -> Nothing:
    """Replace the secret that a provider signs its notices with. For three days the old one is taken as well."""
    provider = _one(data.code)
    if remote_of(provider.kind) is None:
        raise Refused(_("This way to pay sends no notices."), code="payments.by_hand")
    run.changed(provider.subject, "notice secret", old="•••", new="••• (new)")
    if provider.notice_secret:
        provider.old_notice_secret, provider.old_notice_secret_until = provider.notice_secret, run.now + BOTH_FOR
    provider.notice_secret = encrypt(data.secret or _new_secret())
    provider.save()
    return Nothing()


@action("payments.note_check", label=gettext_lazy("Note how an account is"), seats=HERE, surfaces=HERE)
def note_check(run: Run, data: NoteCheck) -> Nothing:
    """Keep what a look at the account found."""
    provider = Provider.objects.get(pk=data.provider_id)
    run.changed(provider.subject, "check", old=provider.check_said, new=data.checkup.said)
    provider.checked_at, provider.check_said = run.now, data.checkup.said[:400]
    provider.check_failed = not data.checkup.good
    provider.save(update_fields=["checked_at", "check_said", "check_failed"])
    return Nothing()


def check_account(code: str) -> Checkup:
    """Look at the account at its provider's, and keep what was found. Call it outside of any transaction."""
    provider, now = _one(code), timezone.now()
    remote = remote_of(provider.kind)
    if remote is None:
        found = Checkup(good=True, said=_("Nothing to look at: this way to pay works by hand."))
    else:
        found = remote.check(account_of(provider, now), now)
        if found.good and found.live is not None and found.live != provider.live:
            said = _("These keys move real money.") if found.live else _("These keys are for trying out only.")
            found = Checkup(good=False, said=said, live=found.live)
    note_check(provider_speaks("checked"), NoteCheck(provider_id=provider.pk, checkup=found), now=now)
    return found


def _fill(run: Run, provider: Provider, adapter: Adapter, data: SetUpProvider) -> None:
    """Take the adapter's fields; raises InvalidInput for what is missing or stands in the wrong field."""
    known, settings, secret = {field.name: field for field in adapter.fields}, {}, opened(provider.secrets)
    wrong = {name: _("This way to pay does not ask for that.") for name in set(data.values) - set(known)}
    for name, field in known.items():
        value = data.values.get(name, "").strip()
        trouble = _trouble(field, value, kept=field.secret and name in secret)
        if trouble:
            wrong[name] = trouble
        elif field.secret and value:
            secret[name] = value
            run.changed(provider.subject, name, old="•••", new="••• (new)")
        elif not field.secret:
            settings[name] = value
            run.changed(provider.subject, name, old=provider.settings.get(name, ""), new=value)
    if wrong:
        raise InvalidInput(wrong)
    provider.settings, provider.secrets = settings, sealed(secret)


def _trouble(field: Field, value: str, *, kept: bool) -> str:
    if not value:
        return "" if kept or not field.required else _("This is needed.")
    if field.starts and not value.startswith(field.starts):
        return _("This does not look right: it begins with %(starts)s.") % {"starts": " / ".join(field.starts)}
    return ""


def _refuse_incomplete(provider: Provider, adapter: Adapter) -> None:
    secret = opened(provider.secrets)
    missing = [
        str(field.label)
        for field in adapter.fields
        if field.required and not (secret if field.secret else provider.settings).get(field.name)
    ]
    if missing:
        raise Refused(_("First fill in: %(fields)s.") % {"fields": ", ".join(missing)}, code="payments.incomplete")
    if remote_of(provider.kind) and provider.check_failed:
        raise Refused(
            _("The last look at this account failed: %(why)s") % {"why": provider.check_said},
            code="payments.check_failed",
        )


def _adapter(kind: str) -> Adapter:
    try:
        found = adapter_of(kind)
    except LookupError:
        found = None
    if found is None or not found.capabilities.sets_up:
        raise InvalidInput({"kind": _("There is no such kind of provider.")})
    return found


def _one(code: str) -> Provider:
    found = Provider.objects.filter(code=code).first()
    if found is None:
        raise Missing
    return found


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"
