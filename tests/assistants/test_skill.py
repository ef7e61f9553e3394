"""The skill: where it is put, and that nothing of others is overwritten."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trunkline.assistants import skill
from trunkline.assistants.skill import PLACES, ForeignContentError, carry_out, plan, plan_removal, skill_text
from trunkline.cli.app import cli


def run(command: str, folder: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["skill", command, "--folder", str(folder), *options])


def install(folder: Path, *options: str) -> Result:
    return run("install", folder, *options)


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
    carry_out(plan("claude", tmp_path))
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
    carry_out(plan(agent, tmp_path))
    file = tmp_path / PLACES[agent]
    file.write_text(file.read_text().replace(*change))
    for planning in (plan, plan_removal):
        with pytest.raises(ForeignContentError, match="changed by hand"):
            planning(agent, tmp_path)


@pytest.mark.parametrize("agent", PLACES)
def test_it_is_removed_without_a_trace(tmp_path: Path, agent: str) -> None:
    install(tmp_path, "--agent", agent)
    assert "Would remove" in run("uninstall", tmp_path, "--agent", agent, "--dry-run").output
    assert len(every_file(tmp_path)) == 1
    assert f"Removed: {tmp_path / PLACES[agent]}" in run("uninstall", tmp_path, "--agent", agent).output
    assert [*tmp_path.iterdir()] == []
    assert "Not there" in run("uninstall", tmp_path, "--agent", agent).output


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_others_wrote_is_left_byte_for_byte(tmp_path: Path, newline: str) -> None:
    rules = f"# Our rules{newline}{newline}Use tabs.{newline}".encode()
    for file in (tmp_path / "AGENTS.md", tmp_path / ".claude" / "settings.json"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(rules)
    agents = ("--agent", "agents-md", "--agent", "claude")
    install(tmp_path, *agents)
    assert (tmp_path / "AGENTS.md").read_bytes().startswith(rules + newline.encode())
    assert "Already there" in install(tmp_path, *agents).output
    run("uninstall", tmp_path, *agents)
    assert {*every_file(tmp_path)} == {"AGENTS.md", ".claude/settings.json"}
    assert (tmp_path / "AGENTS.md").read_bytes() == rules


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "AGENTS.md").write_bytes(b"\xff\xfe")
    done = install(tmp_path, "--agent", "agents-md")
    assert done.exit_code == 1
    assert "AGENTS.md is not text in UTF-8" in done.output


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / ".claude").write_text("a file")
    done = install(tmp_path, "--agent", "claude")
    assert done.exit_code != 0
    assert str(tmp_path / ".claude") in done.output


def test_it_can_be_printed() -> None:
    assert CliRunner().invoke(cli, ["skill", "show"]).output == skill_text()
