"""Desks hold what this room puts there; what other rooms hand over is theirs to test."""

import pytest

from storecrew.kernel.people import handover


@pytest.fixture(autouse=True)
def own_sections(monkeypatch):
    own = {name: look for name, look in handover._sections.items() if name.startswith("people.")}
    monkeypatch.setattr(handover, "_sections", own)
