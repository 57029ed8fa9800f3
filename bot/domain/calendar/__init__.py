"""Days, ranges and periods: as documents print them and as people type them."""
