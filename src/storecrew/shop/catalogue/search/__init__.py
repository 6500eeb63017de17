"""Finding products: an inverted index in ordinary tables, the same on SQLite and PostgreSQL."""
