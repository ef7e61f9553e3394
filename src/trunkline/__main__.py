"""Entry point of the command ``trunkline``."""

from __future__ import annotations

import gc
import os
import sys

_INTERRUPTED = 130
_FEW_COLLECTIONS = 50_000
"""New objects until Python looks for garbage: what commands import is none, and would be looked at again and again."""


def main() -> None:
    """Run the command line, or say what to install for it."""
    try:
        _main()
    except KeyboardInterrupt:  # while modules are imported: no command is there yet that could handle it
        sys.exit(_INTERRUPTED)


def _main() -> None:
    if instruction := os.environ.get("_TRUNKLINE_COMPLETE"):
        from trunkline.cli.quick_completion import answer

        if answer(instruction):
            return
    match sys.argv[1:]:  # these need neither click nor rich
        case ["--version"]:
            from trunkline.about import __version__

            print(f"trunkline, version {__version__}")  # noqa: T201  (click takes longer to import than all else)
            return
        case ["-h" | "--help"]:
            from trunkline.cli.overview import overview

            try:
                print(overview(), flush=True)  # noqa: T201  (as above)
            except OSError:  # the pipe is closed or the disk is full: told below as by all commands
                pass
            else:
                return
        case ["run", *arguments]:
            from trunkline.face import running

            sys.exit(running.main(arguments))
        case ["doctor", *arguments]:
            from trunkline.face import doctor

            sys.exit(doctor.main(arguments))
    gc.set_threshold(_FEW_COLLECTIONS)
    try:
        from trunkline.cli.app import cli
        from trunkline.cli.process import prepare_process, written_out
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "click":
            raise
        sys.exit("The command line needs an extra: pip install 'trunkline[cli]' (or 'trunkline[all]').")
    prepare_process()
    with written_out():
        cli(prog_name="trunkline")


if __name__ == "__main__":
    main()
