"""What shoppers put together before they order: carts, and the checkout that turns one into an order.

Nouns: Cart (known to its shopper by a token, to the house by its uid), Line, and the quote that a shopper agrees to.
Doors: `actions` (put, change, adopt, apply_code, fill_in, begin_checkout, complete …), `reads`, `events`, `types`,
and `tokens` (whoever shows a cart to a shopper makes one).
"""
