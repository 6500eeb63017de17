"""Where people come in: signing in, invitations, the set-up of a new store, and the pages of people and seats.

Has no tables: `kernel.people` knows who may do what, this room is how a person meets it in a browser. It stands above
`kernel.pages`, which in turn stands above `kernel.people`. Doors: `claiming` (the code that
an exposed empty installation asks for); everything else is linked to by URL name.
"""
