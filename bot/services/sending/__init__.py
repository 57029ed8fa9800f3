"""Unprompted messages on their way to Slack: one sender, a last look, and what became of each."""
