"""The app of ``trunkline explore``, in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from websockets.sync.client import connect

import trunkline
from tests.explore.browser import PATIENCE, Page, browser
from trunkline.cli.app import cli
from trunkline.explore import PostSelection
from trunkline.explore.app.filters import selection_of
from trunkline.explore.questions import SECTIONS

_FIND = (
    "(selector => { const found = []; (function look(root) { for (const e of root.querySelectorAll('*')) {"
    " if (e.matches(selector)) found.push(e); if (e.shadowRoot) look(e.shadowRoot); } })(document); return found; })"
)


def find(selector: str, *, text: str = "") -> str:
    """Return JavaScript that finds the elements of a selector with a text, also in shadow roots."""
    return f"{_FIND}({selector!r}).filter(e => e.textContent.includes({text!r}))"


VISIBLE_CHARTS = f"{find('svg.large, svg.small')}.filter(e => e.getBoundingClientRect().height > 20).length"


@contextmanager
def running(database: Path, *, folder: Path | None = None, path: str | None = None) -> Iterator[str]:
    """The app, and its address with the token; started in a folder, with a PYTHONPATH."""
    command = [sys.executable, "-P", "-m", "trunkline", "explore", "--database", str(database), "--no-browser"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path or os.environ.get("PYTHONPATH", "")},
    )
    assert process.stdout
    try:
        said = ""
        for line in process.stdout:
            said += line
            if address := re.search(r"http\S+access_token=\S+", line):
                assert "error" not in said
                yield address[0]
                break
        else:
            pytest.fail(said)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


@pytest.fixture(scope="module")
def address(sandbox_file: Path) -> Iterator[str]:
    """The app over the sandbox, which prints its address before it listens."""
    with running(sandbox_file) as url:
        parts = urlsplit(url)
        while True:
            with suppress(ConnectionRefusedError), socket.create_connection((parts.hostname, parts.port)):
                break
        yield url


def _open(page: Page, address: str) -> None:
    page.shape(1300, 1600)
    page.open(address)
    page.wait(f"{VISIBLE_CHARTS} >= 2")


@pytest.mark.soak
def test_every_section_shows_its_charts(address: str, tmp_path: Path) -> None:
    with browser(tmp_path) as page:
        _open(page, address)
        for number, (name, questions) in enumerate(SECTIONS.items()):
            page.click(f"{find('[role=tab]', text=name)}[0]")
            page.wait(f"{VISIBLE_CHARTS} === {len(questions)}")
            page.picture(tmp_path / f"{number}.png")
        assert page.complaints == []
        assert page.foreign == []


@pytest.mark.soak
def test_search(address: str, tmp_path: Path) -> None:
    with browser(tmp_path) as page:
        _open(page, address)
        page.click(f"{find('input[placeholder^=tea]')}[0]")
        page.write("photo")
        page.wait(f"{find('h3', text='Posts with photo')}.length")
        page.wait(f"{VISIBLE_CHARTS} === 3")
        page.wait(f"{find('ul.found li', text='#')}.length >= 5")
        assert page.complaints == []


@pytest.mark.soak
def test_a_filter_changes_the_numbers(address: str, tmp_path: Path) -> None:
    posts = f"parseInt({find('marimo-stat')}.map(e => JSON.parse(e.dataset.value))[0].replace(',', ''))"
    with browser(tmp_path) as page:
        _open(page, address)
        before = page.value(posts)
        page.click(f"{find('marimo-multiselect')}[0].shadowRoot.querySelector('button, [role=combobox]')")
        page.wait(f"{find('[role=option]', text='German')}.length")
        page.click(f"{find('[role=option]', text='German')}[0]")
        page.wait(f"{posts} < {before}")
        assert page.value(posts) > 0
        assert page.complaints == []


@pytest.mark.soak
def test_without_the_token_nothing_is_shown(address: str) -> None:
    bare = address.partition("?")[0]
    with pytest.raises(HTTPError, match="401"):
        urlopen(f"{bare}/api/status", timeout=PATIENCE)
    with urlopen(bare, timeout=PATIENCE) as answer:
        assert urlsplit(answer.url).path == "/auth/login"


@pytest.mark.soak
def test_the_browser_calls_nobody_whom_a_post_names(address: str, tmp_path: Path) -> None:
    picture = "Object.assign(new Image(), {src: 'http://127.0.0.1:9/a.png'})"
    with browser(tmp_path) as page:
        _open(page, address)
        refused = page.value(
            "new Promise(done => {"
            " document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));"
            f" document.body.append({picture}); }})"
        )
        assert refused == "img-src"
        assert page.value("document.querySelector('meta[name=referrer]').content") == "no-referrer"


@pytest.mark.soak
def test_it_listens_on_this_machine_only(address: str) -> None:
    port = f":{urlsplit(address).port:04X}"
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]
        if line.split()[1].endswith(port) and line.split()[3] == "0A"
    ]
    assert listening == [f"0100007F{port}"]


def test_what_is_chosen_becomes_a_selection() -> None:
    chosen = {
        "period": (date(2026, 3, 1), date(2026, 3, 4)),
        "languages": ["de"],
        "servers": ["a.example"],
        "sources": [],
        "time_zone": None,
    }
    assert selection_of(chosen) == PostSelection(
        since=date(2026, 3, 1), until=date(2026, 3, 4), languages=("de",), servers=("a.example",)
    )


@pytest.mark.soak
def test_nothing_is_imported_from_a_folder_that_others_have_filled(sandbox_file: Path, tmp_path: Path) -> None:
    """Modules in the current folder, and folders that settings of marimo name: in the folder and in the project."""
    evil, project = tmp_path / "evil", tmp_path / "project"
    for folder in (evil, project):
        folder.mkdir()
    for name in ("marimo", "altair", "random", "jinja2"):
        for folder in (evil, project):
            (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'executed')!r}, 'w')\n")
    (project / ".marimo.toml").write_text(f"[runtime]\npythonpath = [{str(evil)!r}]\n")
    (project / "pyproject.toml").write_text(f"[tool.marimo.runtime]\npythonpath = [{str(evil)!r}]\n")
    package = project / "lib" / "trunkline"
    shutil.copytree(Path(trunkline.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    with running(sandbox_file, folder=project, path=str(package.parent)) as url:
        parts = urlsplit(url)
        session = f"ws://{parts.netloc}/ws?session_id=s_test&{parts.query}"
        while True:
            with suppress(ConnectionRefusedError), connect(session) as socket_of_session:
                while "completed-run" not in str(socket_of_session.recv(timeout=PATIENCE)):
                    pass
                break
    assert not (tmp_path / "executed").exists()


def test_without_data_it_says_how_to_load_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["explore"])
    assert result.exit_code == 1
    assert "Load a server first: trunkline load --server HOST" in result.output
    assert list(tmp_path.iterdir()) == []


def test_other_commands_import_none_of_this() -> None:
    program = (
        "import sys, trunkline.cli.app as app; app.cli.main(['--help'], standalone_mode=False);"
        "[app.cli.get_command(None, name) for name in app.cli.list_commands(None)];"
        "print([m for m in ('marimo', 'altair', 'vl_convert', 'trunkline.explore', 'dlt') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
