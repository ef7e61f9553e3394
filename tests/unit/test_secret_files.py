"""Files with secrets: how they are written, and which are warned about."""

from __future__ import annotations

import logging
import os
import stat
import sys
from pathlib import Path

import pytest

from trunkline import Mastodon, MastodonIllegalArgumentError
from trunkline.oauth import secret_files
from trunkline.oauth.credentials import read_user_file, write_secrets
from trunkline.oauth.secret_files import write_secret_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_secret_file(tmp_path / "user.secret", "token\n")
    finally:
        os.umask(before)
    assert (tmp_path / "user.secret").read_text() == "token\n"
    assert _mode(tmp_path / "user.secret") == 0o600
    assert os.listdir(tmp_path) == ["user.secret"]


def test_a_file_that_others_could_read_is_replaced_by_one_that_they_cannot(tmp_path: Path) -> None:
    file = tmp_path / "user.secret"
    file.write_text("old")
    file.chmod(0o644)
    with file.open() as opened_before:
        write_secret_file(file, "token\n")
        assert opened_before.read() == "old"
    assert _mode(file) == 0o600


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("theirs")
    (tmp_path / "user.secret").symlink_to(elsewhere)
    write_secret_file(tmp_path / "user.secret", "token\n")
    assert elsewhere.read_text() == "theirs"
    assert not (tmp_path / "user.secret").is_symlink()


def test_links_of_guessed_names_are_not_followed(tmp_path: Path) -> None:
    """The draft had the name ``.user.secret.<process id>.new`` once."""
    elsewhere = tmp_path / "elsewhere"
    for name in (f".user.secret.{os.getpid()}.new", ".user.secret.new", "user.secret.tmp"):
        (tmp_path / name).symlink_to(elsewhere)
    write_secret_file(tmp_path / "user.secret", "token\n")
    assert not elsewhere.exists()


def test_a_draft_of_a_taken_name_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flags: list[int] = []
    really = os.open

    def watched(path: str, how: int, *others: int) -> int:
        flags.append(how)
        return really(path, how, *others)

    monkeypatch.setattr(os, "open", watched)
    write_secret_file(tmp_path / "user.secret", "token\n")
    assert len(flags) == 1
    assert flags[0] & os.O_EXCL
    assert flags[0] & os.O_CREAT
    assert flags[0] & os.O_NOFOLLOW


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    (tmp_path / "user.secret").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_secret_file(tmp_path / "user.secret", "token\n")
    assert (tmp_path / "user.secret").read_text() == "old"
    assert os.listdir(tmp_path) == ["user.secret"]


def test_a_value_of_two_lines_is_not_written(tmp_path: Path) -> None:
    for value in ("token\nhttps://other.example", "token\u2028https://other.example"):
        with pytest.raises(MastodonIllegalArgumentError, match="line break"):
            write_secrets(tmp_path / "user.secret", value, "https://m.example")
    assert os.listdir(tmp_path) == []


@pytest.fixture(autouse=True)
def _all_warnings(caplog: pytest.LogCaptureFixture) -> None:
    """Forget the warnings of other tests."""
    secret_files._warn.cache_clear()
    caplog.set_level(logging.WARNING, "trunkline")


@pytest.mark.parametrize(("mode", "can"), [(0o644, "read"), (0o666, "change"), (0o602, "change")])
def test_a_file_that_everybody_can_read_is_used_with_one_warning(
    tmp_path: Path, mode: int, can: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "user.secret"
    write_secrets(file, "the-token", "https://m.example")
    file.chmod(mode)
    for _ in range(2):
        assert Mastodon(access_token=file).access_token == "the-token"
    assert caplog.messages == [f"Everybody on this machine can {can} the secrets in {file}. Run: chmod 600 {file}"]


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_others_are_not_warned_about(tmp_path: Path, mode: int, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "user.secret"
    write_secrets(file, "the-token", "https://m.example")
    file.chmod(mode)
    assert read_user_file(file).access_token == "the-token"
    assert caplog.messages == []


def test_a_folder_where_everybody_can_replace_the_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    write_secrets(folder / "user.secret", "the-token", "https://m.example")
    read_user_file(folder / "user.secret")
    assert caplog.messages == [
        f"Everybody on this machine can replace {folder / 'user.secret'}. Run: chmod o-w {folder}"
    ]
    folder.chmod(0o1777)
    write_secrets(folder / "other.secret", "the-token", "https://m.example")
    assert len(caplog.messages) == 1


def test_files_and_folders_of_another_user(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "user.secret"
    write_secrets(file, "the-token", "https://m.example")
    owner = file.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    monkeypatch.setattr(os, "fstat", lambda _file, _stat=os.stat: _owned_by(_stat(file), owner or 4712))
    assert read_user_file(file).access_token == "the-token"
    assert (
        caplog.messages[0] == f"{file} belongs to another user, who can replace its secrets. Make a file of your own."
    )
    caplog.clear()
    monkeypatch.setattr(os, "fstat", lambda _file, _stat=os.stat: _owned_by(_stat(file), 4711))
    assert read_user_file(file).access_token == "the-token"
    assert not [message for message in caplog.messages if "its secrets" in message]


def _owned_by(found: os.stat_result, owner: int) -> os.stat_result:
    return os.stat_result((*found[:4], owner, *found[5:10]))
