"""All SQL, on one SQLite file."""
