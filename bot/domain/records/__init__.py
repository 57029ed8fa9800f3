"""What documents say, as records: briefings, items, policies, and what is decided about them."""
