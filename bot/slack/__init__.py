"""Thin: listeners, message builders and the Slack client."""
