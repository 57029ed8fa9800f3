"""Builders: a result becomes a Message; pure and total, within the limits of Slack."""
