"""Requests this installation makes to addresses that others wrote down: pictures to fetch, webhooks to deliver.

Nouns: Policy (how far a request may go), Response, Resolver (who turns a name into addresses).
Doors: `types`, `client` (`get`, `post`), `open_form` (JSON calls whose every ending has a name),
`guard` (`aim` for the web, `reach` for servers that speak something else).
"""
