"""Fetching from addresses that nobody vouches for."""
