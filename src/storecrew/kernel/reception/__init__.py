"""Where people come in: signing in, invitations, the set-up of a new store, and the pages of people and seats.

Has no tables: `kernel.people` knows who may do what, this room is how a person meets it in a browser. It stands above
`kernel.pages`, which in turn stands above `kernel.people`. Doors: none; rooms link to it by URL name.
"""
