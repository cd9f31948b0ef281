"""Who may do what, now, and why not: the one place that decides."""
