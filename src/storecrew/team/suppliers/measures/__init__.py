"""How suppliers are measured: from rows of facts to numbers with intervals, and from those to points. All pure."""
