"""Floor kernel: no business words but seat and money."""
