"""What a supplier sees who was sent a link: what is to be sent, what is there, what is owed.

They come in by a link of `supply.access`, without account, cookie or script, and act as `outsider("supplier:7")`.
Nouns: Visit (one request by a link), PriceWish (another cost that a supplier asks for). docs/portal.md.
"""
