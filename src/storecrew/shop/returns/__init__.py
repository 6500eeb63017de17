"""What comes back, and how it is made good: returns, exchanges, claims.

Nouns: Return (and its lines; an Exchange or a Claim where it is one), Receipt (pieces that came in), Refund (money set on
its way back, composed line by line), Photo, Policy.
Doors: `actions`, `reads`, `events`, `types`, `demo` (past returns in bulk), `reasons` (the
closed list of why).
"""
