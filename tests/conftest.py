"""Settings of the whole test run."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("gongbao", deadline=None)  # the machines are noisy: no example fails for its time
settings.load_profile("gongbao")
