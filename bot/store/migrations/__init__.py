"""The migrations, each in the file of what it keeps; their order stands in ``bot.store.schema``."""
