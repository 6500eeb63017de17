"""What storefront questions have in common: a language, a currency, and the store's own where none is said."""

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.types import Input
from storecrew.kernel.store.reads import current


class Localised(Input):
    """Language and currency of the answer; empty: the store's."""

    language: Annotated[str, Field(max_length=12)] = ""
    currency: Annotated[str, Field(max_length=3)] = ""

    def settled(self) -> tuple[str, str]:
        """Return language and currency; raises Refused before set-up."""
        if self.language and self.currency:
            return self.language, self.currency
        store = current()
        if store is None:
            raise Refused(_("Set up the store first: its languages and currency are needed."), code="not_set_up")
        return self.language or store.languages[0], self.currency or store.currency
