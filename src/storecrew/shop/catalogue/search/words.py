"""How texts and queries become words.

Han, kana and hangul have no blanks between words: each run becomes its overlapping pairs (and its single signs where a text
is short and telling), so that a word of two signs is found without a dictionary. Latin words lose case, accents and plural.
"""

import re
import unicodedata

_CHUNK = re.compile(r"[^\W_]+(?:[-./'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
LONGEST = 64


def folded(text: str) -> str:
    """Return `text` without case, width and accents."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", "".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def is_dense(sign: str) -> bool:
    """Tell whether a sign belongs to a script that is written without blanks."""
    code = ord(sign)
    return (
        0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x3040 <= code <= 0x30FF
        or 0xAC00 <= code <= 0xD7AF
        or 0x20000 <= code <= 0x323AF
    )


def words_of(text: str, *, singles: bool = False) -> list[str]:
    """Return the words of a text as they are stored, in order, with repetitions. `singles` adds lone dense signs."""
    found: list[str] = []
    for chunk in _CHUNK.findall(folded(text)):
        parts = _PART.findall(chunk)
        for part in parts:
            for run in _runs(part):
                found += _pairs(run, singles=singles) if is_dense(run[0]) else [stem(run)]
        if len(parts) > 1 and not any(is_dense(sign) for sign in chunk):
            found.append(stem("".join(parts)))
    return [word[:LONGEST] for word in found]


def terms_of(query: str, *, at_most: int = 12) -> list[str]:
    """Return the words a query asks for: pairs for dense runs, a single sign only when it stands alone."""
    found: list[str] = []
    for part in _PART.findall(folded(query)):
        for run in _runs(part):
            if not is_dense(run[0]):
                found.append(stem(run)[:LONGEST])
            elif len(run) == 1:
                found.append(run)
            else:
                found += [run[start : start + 2] for start in range(len(run) - 1)]
    return list(dict.fromkeys(found))[:at_most]


def stem(word: str) -> str:
    """Return an English word without its plural ending; other words may lose an s, on both sides alike."""
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def grams_of(word: str) -> set[str]:
    """Return the three-letter pieces of a word with its edges marked; empty for dense and very short words."""
    if len(word) < 3 or is_dense(word[0]):
        return set()
    marked = f"^{word}$"
    return {marked[start : start + 3] for start in range(len(marked) - 2)}


def distance(one: str, other: str, *, limit: int) -> int:
    """Return the number of typing mistakes between two words (wrong, missing, extra letter, or two swapped).

    Optimal string alignment distance; anything above `limit` is returned as `limit + 1`.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        older, before, row = before, row, [index]
        for place, sign in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != sign))
            if index > 1 and place > 1 and letter == other[place - 2] and one[index - 2] == sign:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def mistakes_allowed(word: str) -> int:
    """Return how many mistakes a typed word may have: none below four letters, one below eight, then two."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def _runs(part: str) -> list[str]:
    """Split a part where dense and other scripts meet."""
    runs: list[str] = []
    for sign in part:
        if runs and is_dense(runs[-1][-1]) == is_dense(sign):
            runs[-1] += sign
        else:
            runs.append(sign)
    return runs


def _pairs(run: str, *, singles: bool) -> list[str]:
    pairs = [run[start : start + 2] for start in range(len(run) - 1)]
    return pairs + list(run) if singles or len(run) == 1 else pairs
