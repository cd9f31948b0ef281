"""Word papers: the templates of an edition filled with answers and points, and the same as PDF."""
