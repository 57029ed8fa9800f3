"""How Slack's requests reach us: both modes, and the desk where each is checked and answered once."""
