"""The command explore."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click

from trunkline.cli.command import command
from trunkline.cli.loaded_data import loaded_data, open_data


@command(
    {
        "trunkline explore": "the data in mastodon.duckdb",
        "trunkline explore --no-browser --port 2718": "on a machine without a browser",
    }
)
@loaded_data
@click.option("--port", type=click.IntRange(1, 65_535), help="Port of the app; by default a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
def explore(
    destination: str, database: Path, dataset: str, pipeline_name: str, port: int | None, no_browser: bool
) -> None:
    """Explore the loaded data in the browser with charts, filters and search, until Ctrl-C.

    The app listens on this machine only and requires the token in the address that it prints. It shows a copy of the
    data from its start, so that `trunkline load` can run meanwhile.
    """
    with open_data(destination, database, dataset, pipeline_name) as snapshot:
        command = [sys.executable, "-P", "-m", "marimo", "run", str(_notebook()), "--host", "127.0.0.1", "--token"]
        command += ["--no-sandbox", *(["--headless"] if no_browser else []), *(["--port", str(port)] if port else [])]
        _run([*command, "--", "--snapshot", str(snapshot.file)])


def _notebook() -> Path:
    import trunkline.explore.app

    return Path(trunkline.explore.app.__file__).with_name("notebook.py")


def _run(command: list[str]) -> None:
    """Run a program until it ends, and stop it on Ctrl-C and SIGTERM.

    Raises:
        click.ClickException: the program has failed.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    without_update_check = {**os.environ, "MARIMO_SKIP_UPDATE_CHECK": "1"}
    program = subprocess.Popen(command, env=without_update_check, start_new_session=True)  # noqa: S603  (our own)
    try:
        if program.wait():
            raise click.ClickException("The app has ended with an error.")
    except KeyboardInterrupt:
        return
    finally:
        program.terminate()
        program.wait()
