"""Decide about one variant: the service level in money, the order point from drawn demands, the quantity, and why.

Service level: a piece missing costs its margin times the share of buyers who do not wait; a piece too many lies for one
cycle between orders. The order point is the quantile at short / (short + keep): the newsvendor's critical ratio (K. J. Arrow,
T. Harris, J. Marschak, "Optimal Inventory Policy", Econometrica 19, 1951).
"""

from random import Random

from storecrew.shop.buying.proposing.engine import quantities, textbook
from storecrew.shop.buying.proposing.engine.sampling import protection, quantile
from storecrew.shop.buying.proposing.engine.types import Case, Rules, Suggestion, Verdict, Why

LEAST_SERVICE, MOST_SERVICE = 0.5, 0.995

type Reasons = list[tuple[Why, dict[str, float]]]


def decide(case: Case, rules: Rules, chance: Random) -> Suggestion:
    """Return what to do about a variant. The same chance gives the same answer."""
    factor = case.season * case.promotion
    a_day = case.demand.a_day * factor
    lot = _lot(case, a_day, rules)
    cycle = max(float(rules.review), lot / a_day if a_day else rules.most_days)
    keep = quantities.keeping(case.cost_minor, rules) * cycle
    short = None if case.margin_minor is None else max(0.0, case.margin_minor * (1 - rules.patient))
    service = _service(short, keep, rules)
    drawn = protection(chance, case.demand, case.leads, review=rules.review, factor=factor)
    point = quantile(drawn, service)
    if case.demand.silent or not a_day:
        point = 0
    verdict = _verdict(case, point, a_day, rules)
    reasons = _reasons(case, rules, point, service, short)
    quantity, cost = 0, case.cost_of(max(1, round(lot)))
    if verdict != Verdict.ENOUGH:
        wanted = max(1, round(point + lot - case.position))
        found = quantities.amount(case, wanted, a_day, rules)
        quantity, cost = found.quantity, found.cost_minor
        reasons += found.reasons
    return Suggestion(
        variant_id=case.variant_id,
        verdict=verdict,
        position=case.position,
        point=point,
        quantity=quantity,
        cost_minor=cost,
        service=service,
        a_day=a_day,
        expected=sum(drawn) / len(drawn),
        low=quantile(drawn, 0.1),
        high=quantile(drawn, 0.9),
        lead=case.leads.mean,
        cycle=cycle,
        lasts=max(0, case.there - case.promised) / a_day if a_day else None,
        short_minor=None if short is None else round(short),
        keep_minor=round(keep),
        textbook_point=textbook.order_point(case, service, review=rules.review, factor=factor),
        textbook_quantity=max(1, round(quantities.economic(a_day, case.cost_minor, rules))),
        thin=case.demand.thin,
        reasons=tuple(reasons),
    )


def _lot(case: Case, a_day: float, rules: Rules) -> float:
    """Return how many are bought at a time: the economic quantity, a review's demand at least, not more than too long."""
    best = quantities.economic(a_day, case.cost_minor, rules)
    return max(a_day * rules.review, min(best, a_day * rules.most_days))


def _service(short: float | None, keep: float, rules: Rules) -> float:
    if short is None:
        return rules.usual_service
    return min(MOST_SERVICE, max(LEAST_SERVICE, short / (short + keep) if short + keep else LEAST_SERVICE))


def _verdict(case: Case, point: int, a_day: float, rules: Rules) -> Verdict:
    if case.position < 0 or (point > 0 and case.position <= point):
        return Verdict.DUE
    if a_day and case.position <= point + a_day * rules.review:
        return Verdict.SOON
    return Verdict.ENOUGH


def _reasons(case: Case, rules: Rules, point: int, service: float, short: float | None) -> Reasons:
    demand = case.demand
    found: Reasons = []
    if case.position < 0:
        found.append((Why.BACKORDERS, {"pieces": -case.position}))
    elif case.position <= point:
        found.append((Why.BELOW, {"position": case.position, "point": point}))
    if demand.silent:
        found.append((Why.SILENT, {"days": len(demand.pieces)}))
    elif not demand.sold:
        found.append((Why.NO_DEMAND, {"days": len(demand.pieces), "usual": round(demand.usual, 3)}))
    elif demand.thin:
        found.append((Why.THIN, {"days": len(demand.pieces), "pieces": demand.sold, "usual": round(demand.usual, 3)}))
    if demand.out:
        found.append((Why.OUT_DAYS, {"days": demand.out}))
    why = Why.USUAL_SERVICE if short is None else Why.SERVICE
    found.append((why, {"service": round(service, 4)}))
    leads = case.leads
    numbers: dict[str, float] = {"observed": leads.observed, "mean": round(leads.mean, 1), "waiting": leads.waiting}
    found.append((Why.LEADS if leads.observed else Why.LEADS_ASSUMED, numbers))
    if abs(case.season - 1) >= 0.005:
        found.append((Why.SEASON, {"factor": round(case.season, 3)}))
    if abs(case.promotion - 1) >= 0.005:
        found.append((Why.PROMOTION, {"factor": round(case.promotion, 3)}))
    return found
