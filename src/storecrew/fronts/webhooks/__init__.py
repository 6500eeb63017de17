"""Tell other programs what happens here: signed webhooks in the Standard Webhooks form, with a log and replay.

Nouns: Webhook (an address with the events it wants and a secret), Message (one event for one webhook), Attempt (one
request). https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
Doors: `actions`, `reads`, `events`, `types`.
"""
