"""What the room's actions share: finding whom they are about, and the small writes that several of them need."""
