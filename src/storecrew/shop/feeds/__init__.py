"""What suppliers tell of their stock by themselves: files and pushes, let in through one gate, kept in versions, undone.

Nouns: Source (one way in which a supplier speaks: an upload, a folder, an address, a push), Arrival (it spoke, or was asked),
Version (one file, and what became of it), BadRow (a row in quarantine), Breaker (why a file is held until somebody looks).
Doors: `actions`, `reads`, `events`, `types`; for other ways in which lists come, `columns` (what they are called), `reading`
(what cells mean) and `sentences` (what is wrong with them); `demo` (who said what when).
`gate` compares and parses, `fetching` asks. docs/supply.md says how it works.
"""
