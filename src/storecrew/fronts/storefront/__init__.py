"""Where customers come in: home, categories, collections, search, products and pages, and what machines read of them.

Nouns: Design (which look, which words in the frame), Section (a part of the home page), Menu, Page (a text of the store).
Language is part of the address: the store's first language at `/`, the others under `/en/`, `/zh/` …
Other rooms add to pages through `slots`; nothing here writes on a visit.
Doors: `actions`, `reads`, `types`; for other fronts
`slots`, `page`, `head`, `site`, `addresses`, `languages`, `prices`, `pictures`, `cards`.
"""
