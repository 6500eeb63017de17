"""What is taken off, for whom and why: coupons with codes, and discounts that need none.

Nouns: Coupon (what it does, on what conditions), Code (what buyers type; a coupon may have thousands), Condition (which
goods), Use (one order that used it), Tally (how often one buyer did).
Doors: `actions` (`use` and `give_back` for orders), `reads` (`apply`), `events`, `types`;
`buyers` (names the one function that counts a buyer's orders), `demo` (coupons as buyers of the past met them).
docs/pricing.md.
"""
