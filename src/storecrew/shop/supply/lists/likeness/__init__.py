"""How alike two names of goods are, in Chinese, English, or both at once, and how sure one can be that they mean the same.

`words` takes names apart, `index` finds the likeliest of a catalogue, `judging` says how sure. Nothing is learned from
a store: the figures come from `benchmarks/matching.py`, where they can be measured again.
"""
