"""The enterprise's own pages: what is open, filling in, documents, submitting, receipts."""
