"""What the room's actions share: writing judged orders, and taking a batch out again."""
