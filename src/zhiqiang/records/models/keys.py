"""Public keys: what stands in an address instead of a row number, so that nobody can count or guess."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def public_key() -> str:
    """Twelve random letters and digits that cannot be mistaken for each other (59 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
