"""The command language and plain questions."""
