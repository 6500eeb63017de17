"""The account of somebody who buys: sign in, orders, addresses, letters, data. Owns no tables; all it does are actions of the shop.

Its pages stand in the storefront's frame, work without JavaScript and are kept by nobody. The only cookie beside the bag's
is the session's, set when somebody signs in; pages without it stay the same for everybody.
Doors: for other fronts `sections` (an entry in the account's menu), `visits` (pages for whoever is signed in, in the
account's frame) and `arriving` (what of a browser goes with whoever comes in).
"""
