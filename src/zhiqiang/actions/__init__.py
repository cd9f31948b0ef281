"""Every write: one function for one human act. It takes `by` and `at`, checks, does, logs, in one transaction."""
