"""How passwords are kept: Argon2id as OWASP recommends it for a small machine.

Django's own settings take 100 MB for each log-in, which several at once would make too much for a worker.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
