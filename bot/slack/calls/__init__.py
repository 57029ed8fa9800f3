"""What we ask of Slack: one call each, its end told apart, and what Slack says kept for as long as it holds."""
