"""The trial of the last piece: a store of its own, shoppers who all want the same, and a count of what was left."""
