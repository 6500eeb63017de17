"""Where the buyer of a late order chooses what becomes of it. Owns no tables.

Everything it does is an action of `delays`. Its page stands in the storefront's frame below the page of the order, and works
without JavaScript.
"""
