"""Find products by what people type: every term must be met, exactly, as a beginning, or with a typing mistake."""

import math
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When

from storecrew.shop.catalogue.models import Product
from storecrew.shop.catalogue.search.models import Gram, Posting, Word
from storecrew.shop.catalogue.search.words import distance, grams_of, is_dense, mistakes_allowed, terms_of

AT_MOST = 1000
"""Products that a search returns: nobody turns that many pages, and it bounds the work."""
_EXACT, _BEGINNING, _MISTYPED, _PART = 100, 60, 45, 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the index that may be meant by a term; `trust` is 100 for the word itself."""

    word_id: int
    text: str
    trust: int


@dataclass(frozen=True, slots=True)
class Result:
    """Products in order of relevance, and the words that were read differently from what was typed."""

    product_ids: tuple[int, ...]
    corrected: tuple[tuple[str, str], ...]


def search(text: str, *, language: str, among: QuerySet[Product], at_most: int = AT_MOST) -> Result:
    """Return the products of `among` that `text` asks for, best first.

    Words in `language` count more than the same in others. When nothing meets all terms, products that meet at least
    three fifths of them are returned. A fixed number of queries, plus one for each mistyped term.
    """
    terms = terms_of(text)
    if not terms:
        return Result((), ())
    candidates = _candidates(terms)
    met = [term for term in terms if candidates[term]]
    if not met or len(met) < _enough(len(terms)):
        return Result((), ())
    ranked = _ranked([candidates[term] for term in met], language, among, needed=len(met), at_most=at_most)
    if not ranked and len(met) > 1:
        ranked = _ranked(
            [candidates[term] for term in met], language, among, needed=_enough(len(terms)), at_most=at_most
        )
    corrected = [(term, candidates[term][0].text) for term in met if candidates[term][0].trust == _MISTYPED]
    return Result(tuple(ranked), tuple(corrected))


def _enough(terms: int) -> int:
    return math.ceil(terms * 0.6)


def _candidates(terms: list[str]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {term: [] for term in terms}
    for number, text in Word.objects.filter(text__in=terms).values_list("pk", "text"):
        found[text].append(Candidate(number, text, _EXACT))
    beginnings = [term for term in terms if not is_dense(term[0]) and len(term) > 1]
    wanted = Q()
    for term in beginnings:
        wanted |= Q(text__gt=term, text__lt=term + "\U0010ffff")
    if beginnings:
        for number, text in Word.objects.filter(wanted).order_by("text").values_list("pk", "text")[:200]:
            for term in beginnings:
                if text.startswith(term) and text != term and len(found[term]) < 40:
                    found[term].append(Candidate(number, text, _BEGINNING))
    missed = [term for term in terms if not found[term]]
    if len(missed) < len(terms):
        _meet_by_single_signs([term for term in missed if is_dense(term[0]) and len(term) == 2], found)
    for term in missed:
        if not found[term]:
            found[term] = _mistyped(term)
    return found


def _meet_by_single_signs(pairs: list[str], found: dict[str, list[Candidate]]) -> None:
    """Let a pair that no product has be met by either of its signs: people leave signs out of longer names."""
    signs = {sign for pair in pairs for sign in pair}
    for number, text in Word.objects.filter(text__in=signs).values_list("pk", "text") if signs else ():
        for pair in pairs:
            if text in pair:
                found[pair].append(Candidate(number, text, _PART))


def _mistyped(term: str) -> list[Candidate]:
    """Return words that differ from a term by a typing mistake or two: those that share most of its letters in a row."""
    allowed, grams = mistakes_allowed(term), grams_of(term)
    if not allowed or not grams:
        return []
    rows = (
        Gram.objects.filter(gram__in=grams, word__postings__isnull=False)
        .values("word_id", "word__text")
        .annotate(shared=Count("gram", distinct=True))
        .order_by("-shared", "word_id")[:60]
    )
    near = [(distance(term, row["word__text"], limit=allowed), row["word_id"], row["word__text"]) for row in rows]
    close = sorted(entry for entry in near if entry[0] <= allowed)
    return [Candidate(number, text, _MISTYPED) for _, number, text in close[:5]]


def _ranked(
    terms: list[list[Candidate]], language: str, among: QuerySet[Product], *, needed: int, at_most: int
) -> list[int]:
    """Add up, over the terms, the best weight of any word that meets it; rare words count more."""
    words = {candidate.word_id for term in terms for candidate in term}
    rarity = _rarity(words)
    best, meets = {}, {}
    for index, term in enumerate(terms):
        cases = [
            When(
                word_id=candidate.word_id, language__in=["", language], then=F("weight") * _worth(candidate, rarity, 10)
            )
            for candidate in term
        ] + [When(word_id=candidate.word_id, then=F("weight") * _worth(candidate, rarity, 4)) for candidate in term]
        best[f"best_{index}"] = Max(Case(*cases, default=Value(0), output_field=IntegerField()))
        meets[f"meets_{index}"] = Case(When(**{f"best_{index}__gt": 0}, then=1), default=0, output_field=IntegerField())
    rows = (
        Posting.objects.filter(word_id__in=words, product__in=among)
        .values("product_id")
        .annotate(**best)
        .annotate(score=_sum(list(best)), met=_sum([meets[name] for name in meets]))
    )
    ordered = rows.filter(met__gte=needed).order_by("-score", "-product_id").values_list("product_id", flat=True)
    return list(ordered[:at_most])


def _sum(parts: list) -> F:  # type: ignore[type-arg]
    total = F(parts[0]) if isinstance(parts[0], str) else parts[0]
    for part in parts[1:]:
        total = total + (F(part) if isinstance(part, str) else part)
    return total


def _worth(candidate: Candidate, rarity: dict[int, float], factor: int) -> int:
    return max(1, round(candidate.trust * rarity.get(candidate.word_id, 1.0) * factor / 10))


def _rarity(words: set[int]) -> dict[int, float]:
    """Return for each word how telling it is: 1 for one that every product has, more for rare ones."""
    counts = dict(
        Posting.objects.filter(word_id__in=words)
        .values("word_id")
        .annotate(products=Count("product_id", distinct=True))
        .values_list("word_id", "products")
    )
    everything = max(Product.objects.count(), 1)
    return {word: 1 + math.log(everything / max(count, 1) + 1) for word, count in counts.items()}
