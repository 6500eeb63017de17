"""Money: whole minor units of one currency, and the rates between currencies.

Nouns: Money (an amount), Rate (what one unit of a currency cost in another on a day, and who said so), Rounding (a
named rule).
Doors: `types` (Money and its errors), `currencies`, `parsing`, `formatting`, `rates` (values); `actions`, `reads` (rates as rows).
"""
