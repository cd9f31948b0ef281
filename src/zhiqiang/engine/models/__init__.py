"""What a scheme's files may say: one pydantic model for each kind of thing, unknown keys refused."""
