"""Entry point of the command ``trunkline``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what to install for it."""
    match sys.argv[1:]:  # these two need neither click nor rich
        case ["run", *arguments]:
            from trunkline.face import running

            sys.exit(running.main(arguments))
        case ["doctor", *arguments]:
            from trunkline.face import doctor

            sys.exit(doctor.main(arguments))
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
