"""The command ``trunkline run``: a program that imports `mastodon`, with trunkline in front."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from importlib.util import find_spec

from trunkline.errors import MastodonError, MastodonIllegalArgumentError
from trunkline.face.folder import face_folder, find_mastodon, is_ours

HELP = """Usage: trunkline run PROGRAM [ARGUMENTS]...
       trunkline run -m MODULE [ARGUMENTS]...

  Run a program written for Mastodon.py with trunkline, whether or not
  Mastodon.py is installed. Programs that it starts get trunkline too.

  PROGRAM is a Python file, or a command such as feed2toot or python,
  with or without its path. Its input, arguments and exit status are its
  own.

  Options of Python are given as variables: PYTHONUNBUFFERED=1 for -u,
  PYTHONSAFEPATH=1 for -P.

Options:
  -m MODULE   Run a module or package, as `python -m` does.
  -h, --help  Show this message and exit.

Examples:
  # a program of your own
  $ trunkline run bot.py

  # a command that is installed, with its arguments
  $ trunkline run feed2toot -c feed2toot.ini
"""
_SUFFIXES = (".py", ".pyw", ".pyz")
_CALL = "import sys, importlib.metadata as m; sys.argv[0] = {0!r}; sys.exit(m.EntryPoint({0!r}, {1!r}, '').load()())"


def main(arguments: Sequence[str]) -> int:
    """Run the program in place of this process; return the exit status where that is not possible.

    Args:
        arguments: what follows ``trunkline run``.
    """
    if arguments and arguments[0] in {"-h", "--help"}:
        print(HELP, end="")  # noqa: T201
        return 0
    try:
        return _execute(_command(arguments), face_folder())
    except (MastodonError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201
        return 2


def _command(arguments: Sequence[str]) -> list[str]:
    """Return the command line that runs the program."""
    match list(arguments):
        case ["-m", module, *rest]:
            _look_beside(os.getcwd())
            return [sys.executable, "-m", _known(module), *rest]
        case ["--", program, *rest]:
            return [*_program(program), *rest]
        case [program, *rest] if not program.startswith("-"):
            return [*_program(program), *rest]
        case ["-m"] | ["--"] | []:
            raise MastodonIllegalArgumentError("No program is named. Try: trunkline run bot.py")
        case _:
            raise MastodonIllegalArgumentError(
                f"{arguments[0]} is not an option of this command. Options of Python are given as variables, such as "
                "PYTHONUNBUFFERED=1 for -u or PYTHONSAFEPATH=1 for -P; -I and -E cannot be used."
            )


def _known(module: str) -> str:
    top = module.partition(".")[0]
    if top and (find_spec(top) or PathFinder.find_spec(top, [os.getcwd()])):
        return module
    raise MastodonIllegalArgumentError(f"There is no module {module!r} in this folder or in {sys.prefix}.")


def _program(name: str) -> list[str]:
    """Return the start of a command line: of a command if the name can be one, else of a Python file.

    Commands may be called like files: ``tootgroup.py`` is one, unless there is such a file here.
    """
    is_file_here = name.endswith(_SUFFIXES) and os.path.exists(name)
    if os.path.basename(name) == name and not is_file_here and (found := _installed(name)):
        return found
    if not os.path.exists(name):
        raise MastodonIllegalArgumentError(
            f"There is no file {name!r}, and no command of that name in {sys.prefix} or on PATH. "
            "Install the program into the same environment as trunkline, or give the path of its file."
        )
    if _starts_by_itself(name):
        return [os.path.abspath(name)]
    _look_beside(os.path.dirname(os.path.realpath(name)))
    return [sys.executable, os.path.join(".", name) if name.startswith("-") else name]


def _starts_by_itself(name: str) -> bool:
    """Return True for an executable that is no Python, as an interpreter is, or a script for the shell."""
    if name.endswith(_SUFFIXES) or not os.path.isfile(name) or not os.access(name, os.X_OK):
        return False
    with open(name, "rb") as file:
        first = file.readline(1000)
    if first.startswith(b"#!"):
        return b"python" not in first
    return b"\0" in first and not first.startswith(b"PK")  # archives of Python begin with PK


def _installed(name: str) -> list[str] | None:
    """Return how to start a command: from the environment, from its entry points, or from PATH."""
    folders = (sysconfig.get_path("scripts"), os.path.dirname(sys.executable))
    if found := _which(name, folders):
        return [found]
    for entry in entry_points(group="console_scripts", name=name):
        return [sys.executable, "-P", "-c", _CALL.format(name, entry.value)]
    return [found] if (found := _which(name, os.environ.get("PATH", os.defpath).split(os.pathsep))) else None


def _which(name: str, folders: Sequence[str]) -> str | None:
    """Return the path of a command in these folders alone; Windows looks into the current folder first."""
    found = shutil.which(name, path=os.pathsep.join(folders))
    named = found and os.path.dirname(os.path.abspath(found)) in map(os.path.abspath, folders)
    return found if named else None


def _look_beside(folder: str) -> None:
    """Say so if the program's own folder, where Python looks first, holds a `mastodon`."""
    spec = None if os.environ.get("PYTHONSAFEPATH") else find_mastodon([folder])
    if spec and not is_ours(spec):
        print(f"Note: this program imports {spec.origin}, which lies in its own folder.", file=sys.stderr)  # noqa: T201


def _execute(command: list[str], folder: str) -> int:
    others = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{others}" if others else folder}
    sys.stdout.flush()
    if sys.platform != "win32":
        os.execve(command[0], command, environment)  # noqa: S606  (the command that the user named)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the program itself
    return subprocess.call(command, env=environment)  # noqa: S603  (as above)
