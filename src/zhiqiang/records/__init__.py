"""What is stored: one Django app, all models and migrations. It decides nothing."""
