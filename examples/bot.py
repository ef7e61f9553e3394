"""A bot that answers each mention exactly once, even after crashes and lost connections.

    python bot.py user.secret
    python bot.py user.secret --answer "I am only a bot." --place bot.place

Two mechanisms make this work:

* The bot saves the cursor of the stream after each answer. After a restart the stream begins with the mentions that
  arrived in the meantime.
* Each answer has an idempotency key derived from the mention's id. If the bot dies between answering and saving, it
  answers again after the restart, and the server returns the existing answer instead of posting another (for an hour).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from trunkline import Mastodon, MastodonNotFoundError
from trunkline.entities import Notification, Status
from trunkline.streaming import NotificationEvent, Stream

ANSWER = "Hello! I am a bot and have read you."


def wants_answer(notification: Notification) -> bool:
    """Return True if a person has mentioned the bot. Bots are ignored, since two of them would never stop."""
    return notification.type == "mention" and not notification.account.bot


def answer(mastodon: Mastodon, mention: Status, text: str) -> None:
    """Answer a mention with its own visibility. Repeated calls post one answer."""
    try:
        mastodon.status_reply(mention, text, visibility=mention.visibility, idempotency_key=f"answer to {mention.id}")
    except MastodonNotFoundError:
        print(f"The mention by {mention.account.acct} was deleted.")


def answer_mentions(mastodon: Mastodon, place: Path, text: str, limit: int | None = None) -> int:
    """Answer mentions, at most *limit* of them, and return their number."""
    answered = 0
    cursor = place.read_text() if place.exists() else None
    with mastodon.stream("user:notification", cursor=cursor) as stream:
        if stream.connected():
            _save(stream, place)  # otherwise a bot that stops before the first mention would miss what comes next
        for event in stream:
            if isinstance(event, NotificationEvent) and wants_answer(event.notification):
                answer(mastodon, event.notification.status, text)
                answered += 1
            _save(stream, place)
            if answered == limit:
                break
    return answered


def _save(stream: Stream, place: Path) -> None:
    """Save the cursor of the stream atomically."""
    new = place.with_suffix(".new")
    new.write_text(stream.cursor())
    new.replace(place)


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer mentions until Ctrl-C."""
    parser = argparse.ArgumentParser(description="A bot that answers each mention exactly once.")
    parser.add_argument("token_file", type=Path, help="a token file, such as user.secret")
    parser.add_argument("--answer", default=ANSWER)
    parser.add_argument("--place", type=Path, default=Path("bot.place"), help="the file for the cursor of the stream")
    parser.add_argument("--limit", type=int, help="stop after this number of answers")
    options = parser.parse_args(arguments)
    with Mastodon(access_token=options.token_file) as mastodon:
        try:
            print(answer_mentions(mastodon, options.place, options.answer, options.limit), "answered.")
        except KeyboardInterrupt:
            print("Stopped.")


if __name__ == "__main__":
    main()
