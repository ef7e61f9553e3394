"""Commands for several objects: go on after a failure, say which it was, and end with the right exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from trunkline.cli.exits import PARTLY, CommandFailure, exit_code_of, message_of
from trunkline.cli.output.terminal import one_line, say
from trunkline.cli.references import expanded
from trunkline.errors import MastodonError


def for_each(references: Iterable[str], act: Callable[[str], object]) -> int:
    """Do something with each reference, those of standard input among them, and return the exit code for the context.

    A failure of one is a line on standard error, and the others go on. With a single reference the error is raised.

    Args:
        references: as given on the command line; ``-`` stands for standard input.
        act: does it; raises an error of the package, or a `CommandFailure`, where it fails.

    Returns:
        0, or `PARTLY` if some failed, or the code of the first error if all did.
    """
    every, failures = expanded(references), list[Exception]()
    for reference in every:
        try:
            act(reference)
        except (MastodonError, CommandFailure) as error:
            if len(every) == 1:
                raise
            failures.append(error)
            say(f"{one_line(reference)}: {one_line(message_of(error))}", error=True)
    if not failures:
        return 0
    first = failures[0]
    code = first.exit_code if isinstance(first, CommandFailure) else exit_code_of(first)
    return PARTLY if len(failures) < len(every) else code
