"""The pages an enterprise uses without an account: editions, self-assessment, score, papers."""
