"""The command line, and plain-text rendering."""
