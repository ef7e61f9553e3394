"""`start.py`: a sandbox with the people that the calls need."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2

from tests.oracle.left import HERE


def verified(url: str, person: dict[str, Any], token: str = "all") -> httpx2.Response:
    headers = {"Authorization": f"Bearer {person['tokens'][token]}"}
    return httpx2.get(f"{url}/api/v1/accounts/verify_credentials", headers=headers)


def test_everybody_is_there_until_it_is_told_to_stop(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    command = [sys.executable, str(HERE / "start.py"), "--people", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        people = json.loads(file.read_text(encoding="utf-8"))
        answers = {role: verified(url, person) for role, person in people.items()}
        moved = httpx2.get(f"{url}/api/v1/accounts/{people['judy']['id']}", trust_env=False).json()
        program.send_signal(signal.SIGTERM)
    assert program.returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    unusable = {role: answer.status_code for role, answer in answers.items() if answer.status_code != 200}
    assert unusable == {"frozen": 403, "judy": 403, "unconfirmed": 403, "unapproved": 403, "rejected": 403, "app": 422}
    usable = {role: answer.json() for role, answer in answers.items() if role not in unusable}
    assert {role for role, shown in usable.items() if shown["locked"]} == {"lena"}
    assert {role for role, shown in usable.items() if shown["bot"]} == {"robot"}
    assert {role: shown["role"]["name"] for role, shown in usable.items() if shown["role"]["name"]} == {
        "admin": "Owner",
        "moderator": "Moderator",
        "manager": "Admin",
    }
    assert moved["moved"]["id"] == people["newjudy"]["id"]
    assert {shown["source"]["note"] for shown in usable.values()} == {f"I am {role}." for role in usable}
