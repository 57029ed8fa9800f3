"""Answers as files to take along: CSV, calendar, Markdown and DOCX."""
