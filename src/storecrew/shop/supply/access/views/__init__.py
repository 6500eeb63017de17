"""Pages of links, for the crew."""
