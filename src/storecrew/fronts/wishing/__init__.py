"""Where shoppers keep what they want, and ask to hear when something is back. Owns no tables; all it does are actions of `wishes`.

Its pages stand in the storefront's frame and work without JavaScript. The only cookie is the list's: it holds a secret token
and is set when something is put on it.
"""
