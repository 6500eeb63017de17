"""Both languages are complete."""

import pytest

from storecrew.config.messages.catalogues import catalogues, sources
from storecrew.config.messages.rules import contradictions, findings

pytestmark = pytest.mark.architecture


def test_every_message_is_translated_and_written_as_the_house_writes() -> None:
    found = sources()
    everything = list(catalogues())
    wrong = [str(finding) for one in everything for finding in findings(one, found[one.room])]
    wrong += [str(finding) for finding in contradictions(everything)]
    assert not wrong, "\n".join(wrong)
