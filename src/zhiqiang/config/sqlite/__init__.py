"""Django's SQLite, with another way of waiting."""
