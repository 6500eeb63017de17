"""Floor team: how the crew works, inside and outwards."""
