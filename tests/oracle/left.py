"""The calls that the sandbox still answers otherwise than a real Mastodon, with the reason of each.

`left/MODULE.txt` has a line for each: section, number of the call, reason. `python -m tests.oracle.left [MODULE ...]`
asks the sandbox and takes out of the files what is the same by now; with `--add` it also adds what is not in them, with
the reason "not yet". Without modules it does so for all.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.oracle.start import started

HERE = Path(__file__).parent
MODULES = sorted(path.stem for path in (HERE / "calls").glob("[a-z]*.py"))

Call = tuple[str, int]
"""A call of a module: its section and its number."""


def differing() -> dict[str, dict[Call, str]]:
    """Ask a fresh sandbox all calls; describe the answers that differ, by module.

    All, because calls see what those before them have left: older posts, uses of a tag, counts.
    """
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "people.json") as url:
        command = [sys.executable, str(HERE / "run.py"), "--base", url, "--people", f"{folder}/people.json"]
        asked = subprocess.run([*command, "--pace", "0", "--json"], stdout=subprocess.PIPE, check=False)
    found: dict[str, dict[Call, str]] = {module: {} for module in MODULES}
    for name, section in json.loads(asked.stdout)["sections"].items():
        module, _, own = name.partition(".")
        found[module] |= {(own, int(entry["record"]["number"])): _described(entry) for entry in section["list"]}
    return found


def _described(entry: dict[str, Any]) -> str:
    record = entry["record"]
    asked = f"{record['method']} {record['path']} as {record['who'] or 'nobody'} ({record['label']})"
    lines = [f"    {where}: real {_short(real)} | here {_short(here)}" for where, real, here in entry["found"][:6]]
    return "\n".join([asked, *lines])


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:160]}…"


def left(module: str) -> dict[Call, str]:
    """Read the list of a module: the reasons by call."""
    path = HERE / "left" / f"{module}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    parts = [line.split(" ", 2) for line in lines]
    return {(section, int(number)): reason for section, number, reason in parts}


def write(module: str, reasons: dict[Call, str]) -> None:
    """Write the list of a module; without calls there is no file."""
    path = HERE / "left" / f"{module}.txt"
    if reasons:
        lines = [f"{section} {number} {reason}\n" for (section, number), reason in sorted(reasons.items())]
        path.write_text("".join(lines), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def main() -> None:
    """Bring the lists up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="by default all")
    parser.add_argument("--add", action="store_true", help='add calls that differ, with the reason "not yet"')
    options = parser.parse_args()
    unknown = set(options.modules) - set(MODULES)
    if unknown:
        parser.error(f"there is no module {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    everything = differing()
    for module in options.modules or MODULES:
        before, found = left(module), everything[module]
        after = {call: before.get(call, "not yet") for call in found if options.add or call in before}
        write(module, after)
        print(
            f"{module}: {len(before)} left before, {len(after)} now, {len(found.keys() - after.keys())} not in the list"
        )


if __name__ == "__main__":
    main()
