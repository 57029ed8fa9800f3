"""What one line says by itself: a label, a heading, a name or date of a title page, furniture."""
