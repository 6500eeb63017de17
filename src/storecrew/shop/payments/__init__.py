"""Money that comes in and goes back: through payment providers, by bank transfer, at the door.

Nouns: Provider (an account with whoever carries the money), Payment (one attempt to pay one thing), Transaction (what
happened to it, for ever), Refund, Dispute, Transfer (money on the bank statement), Payout with its lines, Notice (what a
provider told us by itself).
Doors: `actions` (every write, `carry_out_now`, `look_now`), `reads`, `events`, `types`, `csp` (what a pay page has to allow),
`demo` (what other systems took, many at once).
Card numbers never come here: shoppers give them to the provider's own form.
"""
