"""Every read of more than one row."""
