"""One module a command or group of buttons, each with register(app, ...)."""
