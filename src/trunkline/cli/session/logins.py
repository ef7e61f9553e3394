"""Stored log-ins: one for each account, in the keyring of the system or in a file that only its owner can read.

The file ``name@host.secret`` is a user file (see `trunkline.oauth.credentials`). Where the secrets are in the keyring,
``name@host.keyring`` holds the address of the server alone. Earlier versions wrote ``host.secret``, without the name of
the account; such files stay where they are, since programs name them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from trunkline.cli.exits import NOT_LOGGED_IN, CommandFailure
from trunkline.cli.session import system_keyring
from trunkline.cli.session.folders import configuration, made
from trunkline.cli.session.json_files import read_object, write_object
from trunkline.protocol.addresses import base_url

if TYPE_CHECKING:
    from trunkline.oauth.credentials import UserFile

_FILE, _RING = ".secret", ".keyring"


class Login(NamedTuple):
    """A stored log-in.

    Attributes:
        name: the name of the account; empty in a file of an earlier version, until the server has been asked.
        server: the address of the server.
        file: the file.
    """

    name: str
    server: str
    file: Path

    @property
    def host(self) -> str:
        """The host of the server, with its port if it has one."""
        return urlsplit(self.server).netloc

    @property
    def label(self) -> str:
        """The account as people write it: ``name@host``."""
        return f"{self.name}@{self.host}" if self.name else self.host

    @property
    def place(self) -> str:
        """The place of the token, for messages."""
        return "the keyring" if self.file.suffix == _RING else str(self.file)

    def credentials(self) -> UserFile:
        """Read the token, and the application that it was given to.

        Raises:
            MastodonError: the file cannot be read, or holds no token.
            CommandFailure: the keyring holds no such token.
        """
        from trunkline.oauth.credentials import UserFile, read_user_file  # completion needs none of it

        if self.file.suffix != _RING:
            return read_user_file(self.file)
        secret = system_keyring.read(self.file.stem)
        if not secret:
            raise CommandFailure(
                f"The keyring holds no token of {self.label}, or is locked. Run: trunkline login {self.host}",
                NOT_LOGGED_IN,
            )
        return UserFile(*secret.splitlines()[:4])

    def forget(self) -> None:
        """Delete the token here. It stays valid at the server unless it was revoked."""
        if self.file.suffix == _RING:
            system_keyring.delete(self.file.stem)
        self.file.unlink()


def logins() -> list[Login]:
    """Return all log-ins, the most recent one last."""
    files = [file for ending in (_FILE, _RING) for file in configuration().glob(f"*{ending}")]
    names = read_object(_settings()).get("names", {})
    return [_login(file, names) for file in sorted(files, key=lambda file: file.stat().st_mtime)]


def active() -> Login | None:
    """Return the log-in that was chosen last, by logging in or by ``auth switch``; else the most recent one."""
    chosen = read_object(_settings()).get("active")
    known = logins()
    return next((one for one in known if one.file.name == chosen), known[-1] if known else None)


def activate(login: Login) -> None:
    """Use this log-in from now on."""
    write_object(_settings(), {**read_object(_settings()), "active": login.file.name})


def name_login(login: Login, name: str) -> None:
    """Remember the name of the account of a file without one."""
    settings = read_object(_settings())
    if settings.get("names", {}).get(login.file.name) != name:
        write_object(_settings(), {**settings, "names": {**settings.get("names", {}), login.file.name: name}})


def name_server(domain: str, server: str) -> None:
    """Remember that the accounts of a domain are on a server of another name."""
    settings = read_object(_settings())
    write_object(_settings(), {**settings, "domains": {**settings.get("domains", {}), domain: server}})


def server_of(address: str) -> str:
    """Return the server of a domain that `name_server` remembers; otherwise *address* itself."""
    return str(read_object(_settings()).get("domains", {}).get(address, address))


def domains_of(server: str) -> list[str]:
    """Return the domains whose server `name_server` remembers to be this one."""
    return [domain for domain, found in read_object(_settings()).get("domains", {}).items() if found == server]


def store(name: str, user: UserFile) -> Login:
    """Store a log-in in the keyring, or else in a file; of the same account there is one.

    Args:
        name: the name of the account; empty if the token may not know it.
        user: token, server and application.
    """
    from trunkline.oauth.credentials import write_secrets

    folder, server = made(configuration()), user.api_base_url or ""
    stem = f"{name}@{_stem(server)}" if name else _free_stem(server)
    file, ring = folder / f"{stem}{_FILE}", folder / f"{stem}{_RING}"
    secrets = (user.access_token, server, user.client_id, user.client_secret)
    if system_keyring.write(stem, "".join(f"{one}\n" for one in secrets if one)):
        ring.write_text(f"{server}\n", encoding="utf-8")
        file.unlink(missing_ok=True)
        return Login(name, server, ring)
    write_secrets(file, *secrets)
    ring.unlink(missing_ok=True)
    return Login(name, server, file)


def _settings() -> Path:
    return configuration() / "accounts.json"


def _login(file: Path, names: dict[str, str]) -> Login:
    name, at, host = file.stem.rpartition("@")
    return Login(name if at else str(names.get(file.name, "")), _address(file) or f"https://{host}", file)


def _address(file: Path) -> str | None:
    """Return the address in a file, without a look at its mode; ``None`` if there is none."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        return base_url(lines[0 if file.suffix == _RING else 1].strip())
    except (OSError, ValueError, IndexError):
        return None


def _stem(server: str) -> str:
    return urlsplit(server).netloc.replace(":", "_")


def _free_stem(server: str) -> str:
    """Return a name for the file of an account without a name: that of no other log-in."""
    stems = (f"{_stem(server)}{f'-{number}' if number else ''}" for number in range(1_000))
    taken = {login.file.stem for login in logins()}
    return next(stem for stem in stems if stem not in taken)
