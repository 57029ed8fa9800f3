"""A workspace in memory: the same app, forms and presses, with nothing but this process."""
