"""What to order, how much and when: reckoned every night from what was sold and how long suppliers took, with its reasons.

`engine` is pure. A part of the room of buying.
"""
