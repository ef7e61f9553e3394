"""A sandbox in a separate process. The two processes exchange lines of JSON through pipes.

The sandbox stops when its parent ends, because that closes the pipe.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import IO, Any

from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.options import Options

_PATIENCE = 30.0


class ServerProcess:
    """A sandbox that runs in another process."""

    def __init__(self, options: Options) -> None:
        self._options = options.to_json()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self.site = ServerSite("", "")
        self.ca_file: str | None = None

    def start(self) -> None:
        """Start the process and wait until the server answers."""
        command = [sys.executable, "-P", "-m", __name__]  # -P: nothing is imported from the current folder
        self._process = subprocess.Popen(  # noqa: S603  (this interpreter and this module)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        try:
            began = self._send(self._options)
            self.site, self.ca_file = ServerSite(began["url"], began["domain"]), began["ca_file"]
        except BaseException:
            self.stop()
            raise

    def _send(self, question: dict[str, Any]) -> dict[str, Any]:
        """Send one line and return the answer.

        Raises:
            ValueError: the other process refused the question.
            RuntimeError: the other process has ended.
        """
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("the sandbox is not running; start it first")
        with self._lock:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        if not line:
            raise RuntimeError("the sandbox's process has ended; look for an error above")
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise ValueError(reply["error"])
        return reply

    def ask(self, do: str, **arguments: Any) -> Any:
        """Call a method of the other process's `Control`; see there."""
        return self._send({"do": do, **arguments})["answer"]

    def wait(self) -> None:
        """Block until the process ends."""
        if self._process is not None:
            self._process.wait()

    def stop(self) -> None:
        """Close the pipe, which stops the sandbox, and wait for the process to end."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def main(lines: IO[str], answers: IO[str]) -> None:
    """Run in the child process: build a sandbox from the first line and answer until the lines end."""
    from trunkline.sandbox.server import ServerThread

    def reply(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    try:
        server = ServerThread(Options.from_json(json.loads(lines.readline())))
    except (ValueError, OSError) as error:
        reply({"error": str(error)})
        return
    with server:
        reply({"url": server.site.url, "domain": server.site.domain, "ca_file": server.ca_file})
        for line in lines:
            try:
                reply({"answer": server.ask(**json.loads(line))})
            except ValueError as error:
                reply({"error": str(error)})


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
