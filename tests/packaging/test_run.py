"""``trunkline run`` and ``install_as_mastodon`` put this library in front, whatever is installed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import MakeEnvironment
from .environments import ROOT, THEIRS, Environment, output, run

SHOW = "import sys, mastodon\nprint(mastodon.Mastodon.__module__, *sys.argv)\n"
OURS, THEIR = "trunkline.clients.client", "mastodon.Mastodon"


@pytest.fixture(scope="module")
def both(wheels: Path, needs: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with both libraries, and programs that show which they import."""
    folder = tmp_path_factory.mktemp("both")
    made = Environment.create(folder / "an environment", wheels, needs)
    made.pip("install", "--no-deps", THEIRS, "trunkline")
    programs = folder / "programs"
    (programs / "package").mkdir(parents=True)
    for name in ("a bot.py", "-bot.py", "package/__main__.py", "package/part.py", "bot"):
        (programs / name).write_text(SHOW)
    metadata = made.site / "shown-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: shown\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[console_scripts]\nentered = shown:main\n")
    (made.site / "shown.py").write_text(
        "import sys, mastodon\ndef main():\n" + " print(mastodon.Mastodon.__module__, *sys.argv)\n return 7\n"
    )
    for name in ("installed", "command.py"):
        command = made.folder / "bin" / name
        command.write_text(f"#!/bin/sh\nexec '{made.python}' -c '{SHOW}' \"$@\"\n")
        command.chmod(0o755)
    return made


@pytest.fixture
def programs(both: Environment) -> Path:
    """The folder of the programs."""
    return both.folder.parent / "programs"


def command(environment: Environment, *arguments: object) -> list[str]:
    """A command line of ``trunkline run``."""
    return [str(environment.folder / "bin" / "trunkline"), "run", *map(str, arguments)]


def test_theirs_is_in_force_without(both: Environment, programs: Path) -> None:
    assert output(both.python, programs / "a bot.py", "-x").split() == [
        THEIR,
        *str(programs / "a bot.py").split(),
        "-x",
    ]


@pytest.mark.parametrize(
    ("arguments", "argv"),
    [
        (["a bot.py", "--help", "-m", "--", "x y"], "a bot.py --help -m -- x y"),
        (["--", "a bot.py", "-P"], "a bot.py -P"),
        (["--", "-bot.py"], "./-bot.py"),
        (["./bot"], "./bot"),
        (["bot"], "bot"),
        (["package", "1"], "package 1"),
        (["-m", "package", "-I", "1"], "package/__main__.py -I 1"),
        (["-m", "package.part"], "package/part.py"),
        (["installed", "a  b", "-h"], "-c a  b -h"),
        (["command.py", "x"], "-c x"),
        (["../an environment/bin/installed", "x"], "-c x"),
        (["../an environment/bin/python", "a bot.py"], "a bot.py"),
    ],
)
def test_each_form_of_a_program(arguments: list[str], argv: str, both: Environment, programs: Path) -> None:
    said = output(*command(both, *arguments), cwd=programs)
    assert said.replace(f"{programs}/", "") == f"{OURS} {argv}\n"


def test_an_entry_point_without_a_script(both: Environment, programs: Path) -> None:
    done = run(*command(both, "entered", "x"), cwd=programs)
    assert (done.stdout, done.returncode) == (f"{OURS} entered x\n", 7)


def test_a_command_on_the_path_and_its_children(both: Environment, programs: Path) -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SHOW!r}], check=True)"
    done = output(
        *command(both, "env", "python3", "-c", child), cwd=programs, PATH=f"{both.python.parent}:{os.environ['PATH']}"
    )
    assert done == f"{OURS} -c\n"


@pytest.mark.parametrize("variable", ["PYTHONSAFEPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONNOUSERSITE"])
def test_options_of_python_are_variables(variable: str, both: Environment, programs: Path) -> None:
    assert output(*command(both, "a bot.py"), cwd=programs, **{variable: "1"}).startswith(OURS)


@pytest.mark.parametrize("options", [["-I"], ["-P"], ["-E", "-s"]])
def test_options_of_the_interpreter_that_starts_it(options: list[str], both: Environment, programs: Path) -> None:
    said = output(both.python, *options, "-m", "trunkline", "run", "a bot.py", cwd=programs)
    assert said == f"{OURS} a bot.py\n"


def test_a_path_that_is_set_stays_behind(both: Environment, programs: Path, tmp_path: Path) -> None:
    (tmp_path / "more.py").write_text("HERE = 1\n")
    (programs / "path.py").write_text(
        "import more, os, mastodon; print(mastodon.AsyncMastodon, os.environ['PYTHONPATH'])"
    )
    said = output(*command(both, "path.py"), cwd=programs, PYTHONPATH=str(tmp_path))
    assert said.endswith(f"/trunkline/_face:{tmp_path}\n")


def test_input_and_exit_status(both: Environment, programs: Path) -> None:
    (programs / "status.py").write_text("import sys, mastodon\nsys.exit(int(sys.stdin.read()))\n")
    done = subprocess.run(command(both, "status.py"), cwd=programs, input="42", text=True, check=False)
    assert done.returncode == 42


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_signals_reach_the_program_itself(sent: signal.Signals, both: Environment, programs: Path) -> None:
    (programs / "waits.py").write_text("import os, signal, mastodon\nprint(os.getpid(), flush=True)\nsignal.pause()\n")
    running = subprocess.Popen(
        command(both, "waits.py"), cwd=programs, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with running:
        assert running.stdout is not None
        assert int(running.stdout.readline()) == running.pid, "no other process stays in between"
        running.send_signal(sent)
    assert running.returncode == -sent


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "No program is named"),
        (["-m"], "No program is named"),
        (["--"], "No program is named"),
        (["missing.py"], "There is no file 'missing.py'"),
        (["missing"], "Install the program into the same environment"),
        (["-m", "missing"], "There is no module 'missing'"),
        (["-I", "a bot.py"], "-I is not an option of this command"),
        (["--unknown"], "--unknown is not an option of this command"),
    ],
)
def test_what_cannot_be_run(arguments: list[str], said: str, both: Environment, programs: Path) -> None:
    done = run(*command(both, *arguments), cwd=programs)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.startswith("Error: ")
    assert len(done.stderr.splitlines()) == 1


def test_help_needs_no_click(both: Environment) -> None:
    assert output(*command(both, "--help")).startswith("Usage: trunkline run PROGRAM")


def test_a_module_beside_the_program_is_named(both: Environment, tmp_path: Path) -> None:
    (tmp_path / "mastodon.py").write_text("class Mastodon: pass\n")
    (tmp_path / "bot.py").write_text("import mastodon\nprint(mastodon.Mastodon.__module__)\n")
    done = run(*command(both, tmp_path / "bot.py"))
    assert done.stderr == f"Note: this program imports {tmp_path}/mastodon.py, which lies in its own folder.\n"
    assert run(*command(both, tmp_path / "bot.py"), PYTHONSAFEPATH="1").stderr == ""


INSTALL = "import trunkline; trunkline.install_as_mastodon(); "
CHECK = "import mastodon; from mastodon.Mastodon import Mastodon; assert Mastodon is trunkline.Mastodon; "


def test_installing_for_a_process(both: Environment) -> None:
    output(both.python, "-c", INSTALL * 2 + CHECK + "trunkline.install_as_mastodon()")
    start = "import multiprocessing as m; c = m.get_context('spawn').Process(target=exec, args=({!r},)); "
    inside = f"import trunkline; {CHECK}"
    output(both.python, "-c", f"{INSTALL}{start.format(inside)} c.start(); c.join(); assert c.exitcode == 0")


def test_installing_too_late(both: Environment) -> None:
    said = run(both.python, "-c", "import mastodon, trunkline; trunkline.install_as_mastodon()").stderr
    assert "trunkline.errors.MastodonImportError: " in said
    assert f"`mastodon` has been imported from {both.site}/mastodon/__init__.py" in said
    assert "before anything imports it" in said


def test_installing_against_what_is_no_module(both: Environment) -> None:
    for stand_in in ("None", "type(sys)('mastodon')"):
        code = f"import sys, trunkline; sys.modules['mastodon'] = {stand_in}; trunkline.install_as_mastodon()"
        assert "trunkline.errors.MastodonImportError" in run(both.python, "-c", code).stderr


def test_where_path_files_are_not_read(environment: MakeEnvironment, wheel: Path, tmp_path: Path) -> None:
    """``pip install --target``: the folder is on PYTHONPATH, and its .pth file counts for nothing."""
    here, target = environment(), tmp_path / "target"
    here.pip("install", "--no-deps", "--target", target, wheel)
    variables = {"PYTHONPATH": str(target)}
    assert "No module named 'mastodon'" in run(here.python, "-c", CHECK, **variables).stderr
    output(here.python, "-c", INSTALL + CHECK, **variables)
    folders = os.pathsep.join([str(target), str(target / "trunkline" / "_face")])
    output(here.python, "-c", f"import trunkline; {CHECK}", PYTHONPATH=folders)
    (tmp_path / "bot.py").write_text(SHOW)
    assert output(here.python, "-m", "trunkline", "run", tmp_path / "bot.py", **variables).startswith(OURS)
    report = here.doctor(**variables)
    assert [problem["problem"] for problem in report["problems"]] == [
        f"`import mastodon` finds nothing: .pth files in {target} are not read."
    ]
    assert report["problems"][0]["commands"] == [f"'{here.python}' -P -m trunkline run PROGRAM"]


def test_in_an_archive(both: Environment, wheel: Path) -> None:
    """A wheel is an archive that can be imported from."""
    output(both.python, "-I", "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {INSTALL}{CHECK}")


def test_in_a_checkout() -> None:
    """The tests themselves run so."""
    output(sys.executable, "-c", INSTALL + CHECK, PYTHONPATH=str(ROOT / "src"))
