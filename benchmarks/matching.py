"""Matching a supplier's list with a catalogue by names: precision and recall, against comparing letters, on real names.

Two tasks, each of names that real shops gave the same goods at different times:
- Chinese: cosmetics on Tmall in November 2016 (`cn_cosmetics_1111`): a listing's further titles have to find its first
  one. Listings that share a title count as one.
- English: a British gift wholesaler (`uci_online_retail`): further descriptions of a stock code have to find the usual one.
And one of goods with variants, whose names are disturbed here as suppliers do (words left out, turned round, in front a
code, behind it noise, a slip of the pen): Spree's, WooCommerce's and Shopify's sample products.

Three in ten goods are left out of the catalogue, so that their names should find nothing. The confidence was fitted on
half of the pairs of the two real tasks; figures are of the other half, and say how many names they rest on. `sure` is
what is taken without asking anybody, at a confidence of 0.95; its 95 % interval is Wilson's.
The peer is `difflib`, which compares letters: likeliest name by its ratio, sure where that is at least 0.9.
Data by `STORECREW_DATASETS`, else `../shared/data`; names looked for by `STORECREW_BENCH_NAMES` (letters are slow).
"""

import csv
import gzip
import io
import math
import os
import random
import sys
import tarfile
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks.stage import Figure
from storecrew.shop.supply.lists.likeness.index import Index, Likeness
from storecrew.shop.supply.lists.likeness.judging import SURE, confidence
from storecrew.shop.supply.lists.likeness.words import take_apart

DATA = Path(os.environ.get("STORECREW_DATASETS", Path(__file__).resolve().parents[1] / ".." / "shared" / "data"))
NAMES = int(os.environ.get("STORECREW_BENCH_NAMES", "150"))
LETTERS_ALIKE = 0.9
ABSENT_OF_TEN = 3
TESTED_HALF = 1
type Groups = Mapping[str, list[str]]
"""Goods → the names they had, the first one being the catalogue's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is looked for. `truth` None: the catalogue has nothing of the kind."""

    text: str
    truth: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a name: the likeliest, whether that is sure, and those that a person would be shown."""

    asked: Asked
    best: str | None
    sure: bool
    shown: tuple[str, ...]
    confidence: float = 0.0


def cosmetics() -> Groups:
    """Return listings with their titles; listings that share one are the same goods."""
    titles: dict[str, list[str]] = defaultdict(list)
    with gzip.open(DATA / "cn_cosmetics_1111" / "cosmetic.csv.gz", "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["title"] not in titles[row["id"]]:
                titles[row["id"]].append(row["title"])
    return _united(titles)


def gifts() -> Groups:
    """Return stock codes with their descriptions, the usual one first; notes of the staff are in lower case and left out."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((DATA / "uci_online_retail").glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.name.endswith(".csv") else None
                for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", "replace")) if file else ():
                    text = " ".join(row["Description"].split())
                    if len(text) > 6 and text == text.upper():
                        said[row["StockCode"].strip()][text] += 1
    return _united({code: [text for text, _times in texts.most_common()] for code, texts in said.items()})


def samples() -> Groups:
    """Return sample variants of three shop systems, each with its name and four disturbed ones."""
    chance = random.Random(11)  # noqa: S311  the same disturbance each time
    names = dict.fromkeys([*_spree(), *_woocommerce(), *_shopify()])
    return {name: [name, *(_disturbed(name, chance) for _time in range(4))] for name in names}


def _united(titles: Mapping[str, list[str]]) -> Groups:
    above: dict[str, str] = {}

    def root(key: str) -> str:
        while above.setdefault(key, key) != key:
            key = above[key]
        return key

    owner: dict[str, str] = {}
    for key, texts in titles.items():
        for text in texts:
            above[root(key)] = root(owner.setdefault(text, key))
    groups: dict[str, list[str]] = defaultdict(list)
    for key, texts in titles.items():
        groups[root(key)] += [text for text in texts if text not in groups[root(key)]]
    return groups


def _rows(*parts: str) -> Iterator[dict[str, str]]:
    with DATA.joinpath(*parts).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _spree() -> Iterator[str]:
    title = ""
    for row in _rows("spree", "db", "sample_data", "products.csv"):
        title = row["name"] or title
        options = [row["option1_value"], row["option2_value"]]
        if any(options):
            yield " ".join(filter(None, [title, *options]))


def _woocommerce() -> Iterator[str]:
    for row in _rows("woocommerce", "sample_products.csv"):
        if row["Type"] != "variable":
            yield row["Name"]


def _shopify() -> Iterator[str]:
    for name in ("apparel.csv", "home-and-garden.csv"):
        title = ""
        for row in _rows("shopify", "product-csvs", name):
            title = row["Title"] or title
            options = [row.get("Option1 Value", ""), row.get("Option2 Value", "")]
            yield " ".join([title, *(one for one in options if one and one != "Default Title")])


def _disturbed(name: str, chance: random.Random) -> str:
    words = name.split()
    if len(words) > 3 and chance.random() < 0.5:
        words.pop(chance.randrange(len(words)))
    if chance.random() < 0.4:
        chance.shuffle(words)
    if chance.random() < 0.3:
        place = chance.randrange(len(words))
        word = words[place]
        if len(word) > 3:
            at = chance.randrange(1, len(word) - 1)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if chance.random() < 0.4:
        words.insert(0, f"{chance.choice('ABKX')}{chance.randrange(100, 9999)}")
    if chance.random() < 0.4:
        words.append(chance.choice(("New Arrival", "Hot Sale", "wholesale", "(factory price)", "1 pcs")))
    return " ".join(words).upper() if chance.random() < 0.2 else " ".join(words)


def task(groups: Groups) -> tuple[dict[str, str], list[Asked]]:
    """Return the catalogue and the names of the tested half that are looked for in it."""
    catalogue: dict[str, str] = {}
    asked: list[Asked] = []
    for key, names in sorted(groups.items()):
        drawn = zlib.crc32(key.encode())
        absent = drawn // 2 % 10 < ABSENT_OF_TEN
        if not absent:
            catalogue[key] = names[0]
        if drawn % 2 == TESTED_HALF:
            asked += [Asked(text, None if absent else key) for text in names[1:]]
    return catalogue, asked


def by_words(catalogue: Mapping[str, str], asked: Sequence[Asked]) -> tuple[list[Answer], float]:
    """Answer as the store does; returns the seconds for each name besides."""
    keys, index = list(catalogue), Index()
    for number, key in enumerate(keys):
        index.add(number, [catalogue[key]])
    started = time.perf_counter()
    found = [index.likeliest(one.text) for one in asked]
    each = (time.perf_counter() - started) / max(1, len(asked))
    return [_answer(one, some, keys) for one, some in zip(asked, found, strict=True)], each


def _answer(one: Asked, found: Sequence[Likeness], keys: Sequence[str]) -> Answer:
    if not found:
        return Answer(one, None, sure=False, shown=())
    chance = confidence(found)
    names = tuple(keys[like.variant_id] for like in found)
    return Answer(one, names[0], chance >= SURE, names, chance)


def by_letters(catalogue: Mapping[str, str], asked: Sequence[Asked]) -> tuple[list[Answer], float]:
    """Answer by the ratio of `difflib`."""
    started = time.perf_counter()
    answers = []
    for one in asked:
        matcher = SequenceMatcher(b=one.text.casefold(), autojunk=False)
        best, score = None, 0.0
        for key, name in catalogue.items():
            matcher.set_seq1(name.casefold())
            if (
                matcher.real_quick_ratio() > score
                and matcher.quick_ratio() > score
                and (ratio := matcher.ratio()) > score
            ):
                best, score = key, ratio
        answers.append(Answer(one, best, score >= LETTERS_ALIKE, (best,) if best else ()))
    return answers, (time.perf_counter() - started) / max(1, len(asked))


def report(name: str, groups: Groups) -> None:
    """Print the figures of one task."""
    catalogue, asked = task(groups)
    there = [one for one in asked if one.truth]
    print(
        f"\n{name}: {len(catalogue):,} names in the catalogue, {len(asked):,} looked for, "
        f"{len(asked) - len(there):,} of which it does not have"
    )
    answers, each = by_words(catalogue, asked)
    some = random.Random(3).sample(asked, min(NAMES, len(asked)))  # noqa: S311  the same names each time
    letters, slow = by_letters(catalogue, some)
    chosen = {id(one) for one in some}
    _print("by words", answers, catalogue)
    _print(f"by words, the same {len(some)} names", [one for one in answers if id(one.asked) in chosen], catalogue)
    _print(f"by letters (difflib), {len(some)} names", letters, catalogue)
    print(Figure("  time for each name, by letters", slow * 1000, "ms"))
    print(Figure("  time for each name, by words", each * 1000, "ms", each / slow if slow else None, "by letters"))
    _calibration(answers)


def _print(how: str, answers: Sequence[Answer], catalogue: Mapping[str, str]) -> None:
    there = [one for one in answers if one.asked.truth]
    sure = [one for one in answers if one.sure]
    right = [one for one in sure if one.best == one.asked.truth]
    wrong = [one for one in sure if one.best != one.asked.truth]
    same = sum(take_apart(one.asked.text).words == take_apart(catalogue[one.best or ""]).words for one in wrong)
    low, high = _interval(len(right), len(sure))
    print(f"  {how}")
    print(
        f"    sure: precision {_share(len(right), len(sure))} [{low:.1%}, {high:.1%}], recall {_share(len(right), len(there))}"
    )
    if wrong:
        print(
            f"    of the {len(wrong)} that were sure and wrong, {same} have the same words as what they were taken for"
        )
    first = sum(one.best == one.asked.truth for one in there)
    shown = sum(one.asked.truth in one.shown for one in there)
    print(f"    likeliest is right: {_share(first, len(there))}; among those shown: {_share(shown, len(there))}")


def _calibration(answers: Sequence[Answer]) -> None:
    print("  what a confidence is worth")
    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        inside = [one for one in answers if one.best and low <= one.confidence < high]
        if inside:
            mean = sum(one.confidence for one in inside) / len(inside)
            right = sum(one.best == one.asked.truth for one in inside)
            print(f"    said {mean:.2f}, came true {_share(right, len(inside))}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part}/{whole})" if whole else "– (0)"


def _interval(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval of a share."""
    if not of:
        return 0.0, 1.0
    share, spread = right / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def main() -> int:
    """Print every task whose data is there."""
    tasks = {
        "cn_cosmetics_1111": ("Chinese, real titles", cosmetics),
        "uci_online_retail": ("English, real descriptions", gifts),
        "spree": ("English, with variants, disturbed", samples),
    }
    for folder, (name, groups) in tasks.items():
        if (DATA / folder).is_dir():
            report(name, groups())
        else:
            print(f"{name}: left out, there is no {folder} in {DATA}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
