"""Who may do what, what may be shown where, and requests that act once."""
