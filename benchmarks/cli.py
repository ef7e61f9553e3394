"""Measure how long commands take to start, as ratios to an interpreter that does nothing, and compare with toot 0.52.1.

CPU seconds of child processes (user and system), medians; the requests go to a sandbox in a process of its own.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from peers import OURS, peer
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox

RUNS = 15
MOST = 4.0
"""The goal for what needs no click: not more than this times the interpreter that does nothing."""

TOOT_CONFIG = """\
{{"active_user": "alice@{domain}",
 "apps": {{"{domain}": {{"instance": "{domain}", "base_url": "{url}", "client_id": "x", "client_secret": "x"}}}},
 "users": {{"alice@{domain}": {{"instance": "{domain}", "username": "alice", "access_token": "{token}"}}}}}}
"""


def cpu(command: list[str], variables: Mapping[str, str] | None = None) -> float:
    """Return the median CPU time of a command, in seconds, with modules that are compiled."""
    times = []
    environment = {**os.environ, **(variables or {}), "PYTHONDONTWRITEBYTECODE": ""}
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def starts() -> None:
    """Print what starts without a request cost."""
    ours = [str(OURS), "-m", "trunkline"]
    nothing = cpu([str(OURS), "-c", "pass"])
    click = cpu([str(OURS), "-c", "import click"])
    print(f"python -c pass      {nothing * 1000:5.0f} ms CPU")
    print(f"import click        {click / nothing:5.1f} times that")
    for name, found in (
        ("trunkline --version", cpu([*ours, "--version"])),
        ("trunkline --help", cpu([*ours, "--help"])),
        ("complete a command", cpu(ours, completing("trunkline acc"))),
        ("complete an option", cpu(ours, completing("trunkline timeline --"))),
        ("complete a choice", cpu(ours, completing("trunkline timeline "))),
    ):
        print(f"{name:19} {found / nothing:5.1f} times that (the goal: {MOST})")
    for name, found in (
        ("complete an account", cpu(ours, completing("trunkline account show al"))),
        ("timeline --help", cpu([*ours, "timeline", "--help"])),
    ):
        print(f"{name:19} {found / nothing:5.1f} times that, with click")


def completing(line: str) -> dict[str, str]:
    """Return the environment in which bash asks for completions at the end of *line*."""
    return {"_TRUNKLINE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}


def requests() -> None:
    """Print what commands with a request cost, beside those of toot."""
    with tempfile.TemporaryDirectory() as made, Sandbox(size=300, rate_limits=None, process=True) as sandbox:
        folder, token = Path(made), sandbox.token_for("alice")
        write_secrets(folder / "alice.secret", token, sandbox.url)
        config = folder / "toot" / "config.json"
        config.parent.mkdir()
        config.write_text(TOOT_CONFIG.format(domain=sandbox.domain, url=sandbox.url, token=token))
        variables = {"TRUNKLINE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        toot = str(peer("toot==0.52.1", "click<8.2").with_name("toot"))
        for name, ours, theirs in (
            ("whoami", ["whoami"], ["whoami"]),
            ("timeline", ["timeline", "-n", "20"], ["timelines", "home", "--no-pager", "--no-clear", "--limit", "20"]),
        ):
            one = cpu([str(OURS), "-m", "trunkline", *ours], variables)
            other = cpu([toot, *theirs], variables)
            print(f"{name:9} trunkline {one * 1000:5.0f} ms CPU, toot {other * 1000:5.0f} ms CPU: {one / other:.2f}")


if __name__ == "__main__":
    starts()
    requests()
