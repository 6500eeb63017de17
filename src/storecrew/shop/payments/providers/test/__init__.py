"""A bank that does not exist: for the demo, for trying things out, for tests. No money moves.

`server` is the other side with a memory of its own; `adapter` speaks to it as to any provider; `pages` are its own pages,
where a shopper chooses a named card, and where that card's bank asks back.
"""
