"""Pages by reader, forms built from a scheme, templates and static files."""
