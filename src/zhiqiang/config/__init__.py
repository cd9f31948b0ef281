"""Settings, root urls and the WSGI door. Everything that differs between places comes from the environment."""
