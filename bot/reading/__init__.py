"""Bytes to Document to Briefing; no database, clock or Slack."""
