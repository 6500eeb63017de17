"""Ready-made rules to begin with: starting points that somebody who knows the law has to look over."""
