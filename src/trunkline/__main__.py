"""Where the command ``trunkline`` begins."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what to install for it."""
    try:
        from trunkline.cli.app import cli
        from trunkline.cli.process import prepare_process
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        sys.exit("The command line needs an extra: pip install 'trunkline[cli]' (or 'trunkline[all]').")
    prepare_process()
    cli(prog_name="trunkline")


if __name__ == "__main__":
    main()
