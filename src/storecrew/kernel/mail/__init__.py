"""Letters by e-mail: written down in the transaction that wants them, sent once by the worker.

Nouns: Message (one letter to one address, with its Message-ID). Without `MAIL_URL` letters become files in the data
folder and can be read at /crew/mail/outbox.
Doors: `writing` (`write`), `composing` (HTML and text made of the same parts), `dress` (how letters look),
`conditions` (what has to hold when one leaves), `reads`, `types`.
"""
