"""Briefings on their way in: files, addresses, folders and feeds; their reports and the review list."""
