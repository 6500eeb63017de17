"""Pictures: originals kept as they came, small copies made once for the web.

Nouns: Asset (an original, known by the SHA-256 of its bytes), Rendition (a smaller copy in a web format), alt text.
Doors: `actions` (upload, describe, remove), `reads` (with `raster_url`, for machines), `events`, `types`; `usage` (say
what is in use), `fetching` (from an address), `images` (limits), `paths` (addresses of copies); in templates
`{% load media %}{% picture … %}`.
Other rooms point to `media.Asset` by foreign key and keep alt text of their own where the use of a picture differs.
"""
