"""Every question this room answers. Plain functions are for other rooms, which have checked who asks."""

from storecrew.team.suppliers.reads.problems import (
    Claims,
    ClaimsQuery,
    OneProblemQuery,
    ProblemList,
    claims,
    claims_read,
    find,
    problem,
    problems,
    problems_of,
)

__all__ = [
    "Claims",
    "ClaimsQuery",
    "OneProblemQuery",
    "ProblemList",
    "claims",
    "claims_read",
    "find",
    "problem",
    "problems",
    "problems_of",
]
