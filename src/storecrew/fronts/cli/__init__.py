"""The command line: run a store, look after it, and do and ask everything that is offered there.

Nouns: Command (one word after `storecrew`), Code (what the shell gets back), Child (a process that `up` looks after).
Doors: none; programs use the command itself (`storecrew --help`).
"""
