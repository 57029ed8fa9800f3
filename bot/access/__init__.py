"""Who may do what, what a publisher allows to be shown, and the record of changes."""
