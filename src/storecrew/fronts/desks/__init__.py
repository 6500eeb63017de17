"""Today, the eight seats' homes, search and notices: compositions of what rooms register. Nouns: Later, Deferral."""
