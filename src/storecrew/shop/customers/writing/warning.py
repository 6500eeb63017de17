"""Tell the owner of an account of a change that a thief would make."""

from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.kernel.actions.run import Run
from storecrew.kernel.mail import writing as mail
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.store.reads import current
from storecrew.shop.customers.models import Customer


def warn(run: Run, row: Customer, what: str) -> None:
    """Write to the address that the account has now; `what` changed is `password`, `no_password` or `email`."""
    if not row.email:
        return
    store = current()
    name = store.name if store else "Storecrew"
    with translation.override(row.language or (store.languages[0] if store else "en")):
        title, text = _words(what, name)
    letter = Letter(to=row.email, title=title, text=text)
    mail.write(letter, key=f"customers.{what}:{run.uid}", subject=row.subject, cause=run.uid, at=run.now)


def _words(what: str, store: str) -> tuple[str, str]:
    said = {"store": store}
    if what == "password":
        return _("Your password at %(store)s is new") % said, _(
            "Hello,\n\nthe password of your account was set just now. Was it not you? Then tell us by answering."
        )
    if what == "no_password":
        return _("Your account at %(store)s has no password any more") % said, _(
            "Hello,\n\nthe password of your account was removed just now; you sign in by a link that we send you. "
            "Was it not you? Then tell us by answering."
        )
    return _("A new e-mail address for your account at %(store)s") % said, _(
        "Hello,\n\nsomebody who is signed in to your account wants to give it another e-mail address. "
        "Was it not you? Then tell us by answering."
    )
