"""What keeps an installation whole: looking after the machine it runs on, and the whole store in one file.

Nouns: Archive (a backup: database, files, key, manifest), Manifest (what is in it, with counts and checksums).
Doors: `archive` (write, read, prove), `restoring` (put one in place), `swap` (finish what was cut off, hold what runs).
"""
