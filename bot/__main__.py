"""``python -m bot`` and the console script ``gongbao``."""

import io
import sys

from bot.cli.main import cli


def main() -> None:
    """Run the command line; signs that a terminal cannot show become question marks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    cli(prog_name="gongbao")


if __name__ == "__main__":
    main()
