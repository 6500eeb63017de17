"""Where buyers send something back: what may come back, what they would get, and how a return stands. Owns no tables.

Everything it does is an action of `returns`. Its pages stand in the storefront's frame and work without JavaScript.
"""
