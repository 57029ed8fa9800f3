"""Dates as documents print them and as people type them."""
