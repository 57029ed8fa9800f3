"""Bytes to Document: one reader a format, and what makes their texts alike."""
