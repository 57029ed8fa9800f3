"""What people ask, answered from the store as small frozen results."""
