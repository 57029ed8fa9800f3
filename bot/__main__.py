"""``python -m bot`` and the console script ``gongbao``."""

from __future__ import annotations

from bot.cli.main import cli


def main() -> None:
    """Run the command line."""
    cli(prog_name="gongbao")


if __name__ == "__main__":
    main()
