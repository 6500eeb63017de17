"""The demo store: 掌灯 Lamphour, sixty things for the hours after dark, in Chinese and English.

`catalogue.json` holds the goods, `pictures/` their drawn pictures, `texts/` the pages. `build.build` makes the store of them
through the same actions that people use. The brand, its makers and its numbers are invented.
"""
