"""Django's door to the jobs."""
