"""The catalogues of messages: one per room, in the languages the house speaks besides English.

Nouns: Message (a source string with its context and plural), Catalogue (a room's `django.po`), Finding (what is wrong).
Nothing here needs GNU gettext, a database or Django's settings, so that it can run before anything else does.
Command: `python -m storecrew.config.messages compile|update|check`.
"""
