"""Which of the texts in several languages a reader gets."""

from collections.abc import Mapping


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in `language`, or the first one there is; empty when nobody wrote any."""
    return (
        texts.get(language) or texts.get(language.split("-")[0]) or next((text for text in texts.values() if text), "")
    )
