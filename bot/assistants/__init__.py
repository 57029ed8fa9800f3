"""The same answers for programs that ask: tools over MCP, Slack's agent view, its search and its side pane."""
