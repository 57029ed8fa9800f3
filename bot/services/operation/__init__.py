"""Whether the bot does its work, and what its operator does about it."""
