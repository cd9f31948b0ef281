"""What was typed, fit to be kept: no database of ours holds control characters, and nobody means them."""


def plain(text: str, most: int = 25_000) -> str:
    """The text without control characters (line breaks and tabs stay), cut at `most` characters."""
    return "".join(one for one in text[:most] if one.isprintable() or one in "\n\t")
