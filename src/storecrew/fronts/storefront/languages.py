"""Languages as addresses and as `lang` attributes."""

from functools import cache


@cache
def prefix_of(code: str) -> str:
    """Return how a language shows in addresses: `zh` for `zh-hans`, `zh-hant`, `en`, `pt-br`."""
    return "zh" if code == "zh-hans" else code


@cache
def tag_of(code: str) -> str:
    """Return the BCP 47 tag for `lang` and `hreflang`: `zh-Hans`, `en`, `pt-BR`."""
    language, _, rest = code.partition("-")
    if not rest:
        return language
    return f"{language}-{rest.title() if len(rest) == 4 else rest.upper()}"


@cache
def self_name(code: str) -> str:
    """Return what readers of a language call it: 中文, English."""
    names = {"zh-hans": "中文", "zh-hant": "繁體中文"}
    if code in names:
        return names[code]
    from babel import Locale  # noqa: PLC0415  only for languages beyond the first two

    return (Locale.parse(code, sep="-").get_display_name() or code).capitalize()
