"""Pages for the IP offices: what waits, the list, one application read beside its proof, the decision."""
