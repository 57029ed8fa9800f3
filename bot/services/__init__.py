"""Use cases: plain functions and small classes that return result objects."""
