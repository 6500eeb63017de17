"""Where shoppers buy: the bag, the checkout, and the page of an order. Owns no tables; everything it does is an action of `carts`.

Its pages stand in the storefront's frame, work without JavaScript and are kept by nobody. The only cookie is the bag's: it
holds a secret token and is set when something is put in.
Doors: for other fronts `bags`, `origin`, `postal`, `countries`, `goods`, `paying`, `agreeing`.
"""
