"""Links by which people of a supplier come in without an account: given, used, run out, taken back.

Nouns: Key (one link: whose it is, until when it opens, when it was used last). Of the link itself only a hash is stored.
Doors: `actions`, `reads`, `events`, `types`, `doorway` (a front says under which address a link opens). docs/portal.md.
"""
