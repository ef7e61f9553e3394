"""The skill: where it is put, and that nothing of others is overwritten."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trunkline.assistants import skill
from trunkline.assistants.skill import PLACES, ForeignContentError, plan, skill_text, write
from trunkline.cli.app import cli


def install(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["skill", "install", "--folder", str(folder), *options])


def every_file(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_the_skill_is_one(tmp_path: Path) -> None:
    """The format: https://agentskills.io/specification."""
    opening, front, body = skill_text().split("---\n", 2)
    assert opening == ""
    name, description = front.splitlines()
    assert name == "name: mastodon"
    assert len(description.removeprefix("description: ")) <= 1024
    assert len(body.splitlines()) < 500
    assert files("trunkline.assistants").joinpath("skills/mastodon/SKILL.md").is_file()


@pytest.mark.parametrize("agent", PLACES)
def test_it_is_put_where_the_assistant_looks(tmp_path: Path, agent: str) -> None:
    assert f"Written: {tmp_path / PLACES[agent]}" in install(tmp_path, "--agent", agent).output
    written = every_file(tmp_path)
    (text,) = written.values()
    assert [*written] == [PLACES[agent]]
    assert text.startswith("---\nname: mastodon\n") == (agent != "agents-md")
    assert "# Mastodon with trunkline" in text
    assert "Already there" in install(tmp_path, "--agent", agent).output
    assert every_file(tmp_path) == written


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = install(tmp_path, "--agent", "claude", "--agent", "codex", "--dry-run")
    assert done.output.count("Would write") == 2
    assert every_file(tmp_path) == {}


def test_a_section_leaves_what_others_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "AGENTS.md"
    file.write_text("# Our rules\n\nUse tabs.\n")
    install(tmp_path, "--agent", "agents-md")
    file.write_text(file.read_text() + "\n## More\n\nBe kind.\n")
    new = skill_text().replace("# Mastodon with trunkline", "# Mastodon, newer")
    monkeypatch.setattr(skill, "skill_text", lambda: new)
    assert "Updated" in install(tmp_path, "--agent", "agents-md").output
    text = file.read_text()
    assert text.startswith("# Our rules\n\nUse tabs.\n\n<!-- trunkline skill")
    assert text.endswith("<!-- end of trunkline skill -->\n\n## More\n\nBe kind.\n")
    assert text.count("# Mastodon, newer") == 1
    assert "# Mastodon with trunkline" not in text


def test_a_newer_version_replaces_a_file_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(plan("claude", tmp_path))
    new = skill_text().replace("name: mastodon\n", "name: mastodon\nlicense: MIT\n")
    monkeypatch.setattr(skill, "skill_text", lambda: new)
    planned = plan("claude", tmp_path)
    assert planned.kind == "update"
    assert "license: MIT" in planned.text


@pytest.mark.parametrize("agent", ["claude", "cursor"])
def test_a_file_of_others_is_not_overwritten(tmp_path: Path, agent: str) -> None:
    file = tmp_path / PLACES[agent]
    file.parent.mkdir(parents=True)
    file.write_text("---\nname: mastodon\n---\nMine.\n")
    done = install(tmp_path, "--agent", "codex", "--agent", agent)
    assert done.exit_code == 1
    assert "is not from trunkline" in done.output
    assert every_file(tmp_path) == {PLACES[agent]: "---\nname: mastodon\n---\nMine.\n"}, "of the others neither"


@pytest.mark.parametrize("agent", ["claude", "agents-md"])
@pytest.mark.parametrize("change", [("## Rules", "## My rules"), ("<!-- end of trunkline skill -->", "")], ids=str)
def test_changes_by_hand_are_not_overwritten(tmp_path: Path, agent: str, change: tuple[str, str]) -> None:
    write(plan(agent, tmp_path))
    file = tmp_path / PLACES[agent]
    file.write_text(file.read_text().replace(*change))
    with pytest.raises(ForeignContentError, match="changed by hand"):
        plan(agent, tmp_path)


def test_it_can_be_printed() -> None:
    assert CliRunner().invoke(cli, ["skill", "show"]).output == skill_text()
