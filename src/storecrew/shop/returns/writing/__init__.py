"""What the room's actions share: loading and saving a return, and the writes that several of them need."""
