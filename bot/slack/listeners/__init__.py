"""What people do in Slack, by kind: commands, actions, views, events; each file has ``register(app, services)``."""
