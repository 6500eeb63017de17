"""Who may do what with suppliers' feeds."""

from typing import Final

from storecrew.kernel.actions.types import Surface

KEEPERS: Final = frozenset({"director", "warehouse", "it"})
"""Who sets sources up, says what columns mean, lets files through and takes them back."""
READERS: Final = KEEPERS | {"analyst"}
"""Who sees what came and what became of it."""
FACES: Final = frozenset({Surface.WEB, Surface.REST, Surface.CLI})
"""Secrets of sources pass through here: not to language models."""
