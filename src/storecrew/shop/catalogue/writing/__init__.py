"""How rows of the catalogue are written. Only actions call this, inside their run; it opens no transaction of its own."""
