"""Pictures as other rooms and surfaces see them."""

from storecrew.kernel.actions.types import Output


class Picture(Output):
    """One asset. Width and height are pixels as seen; `alt` is by language code; `source_type` is IPTC's term or empty."""

    asset_id: int
    key: str
    media_type: str
    width: int
    height: int
    bytes: int
    animated: bool
    has_alpha: bool
    source_type: str
    name: str
    alt: dict[str, str]

    def alt_in(self, language: str) -> str:
        """Return the description in a language, else in any; empty when nobody wrote one."""
        return self.alt.get(language) or next((text for text in self.alt.values() if text), "")
