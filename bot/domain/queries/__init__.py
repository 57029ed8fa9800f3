"""What people ask: the command language, questions as people type them, and the search they mean."""
