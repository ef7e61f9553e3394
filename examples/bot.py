"""A bot that answers each mention exactly once, whatever happens to it or to the connection.

    python bot.py user.secret
    python bot.py user.secret --answer "I am only a bot." --place bot.place

Two things make it exact:

* It saves its place in the stream after each answer. When it is started again, the stream begins with the mentions that
  came meanwhile.
* Each answer has an idempotency key made of the mention's id. If the bot dies between answering and saving, it answers
  again when it is back, and the server (for an hour) gives back the answer that is there instead of posting another.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from trunkline import Mastodon, MastodonNotFoundError
from trunkline.entities import Notification, Status
from trunkline.streaming import NotificationEvent, Stream

ANSWER = "Hello! I am a bot and have read you."


def mention_in(notification: Notification) -> Status | None:
    """Return the post in which a person mentions the bot; bots that answer bots never stop."""
    return notification.status if notification.type == "mention" and not notification.account.bot else None


def answer(mastodon: Mastodon, mention: Status, text: str) -> None:
    """Answer a mention, seen by those who see it; once, however often this is called."""
    try:
        mastodon.status_reply(mention, text, idempotency_key=f"answer to {mention.id}")
    except MastodonNotFoundError:
        print(f"{mention.account.acct} has taken it back.")


def answer_mentions(mastodon: Mastodon, place: Path, text: str, limit: int | None = None) -> int:
    """Answer those who mention the bot, until there were *limit* mentions; how many there were."""
    answered = 0
    cursor = place.read_text() if place.exists() else None
    with mastodon.stream("user:notification", cursor=cursor) as stream:
        if stream.connected():
            _save(stream, place)  # so that nothing is missed if it stops before the first mention
        for event in stream:
            if isinstance(event, NotificationEvent) and (mention := mention_in(event.notification)):
                answer(mastodon, mention, text)
                answered += 1
            _save(stream, place)
            if answered == limit:
                break
    return answered


def _save(stream: Stream, place: Path) -> None:
    """Keep the place in the stream; by way of another file, so that it is never half written."""
    new = place.with_suffix(".new")
    new.write_text(stream.cursor())
    new.replace(place)


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer until Ctrl-C."""
    parser = argparse.ArgumentParser(description="A bot that answers each mention exactly once.")
    parser.add_argument("token_file", type=Path, help="a token file, such as user.secret")
    parser.add_argument("--answer", default=ANSWER)
    parser.add_argument("--place", type=Path, default=Path("bot.place"), help="where it keeps how far it has come")
    parser.add_argument("--limit", type=int, help="stop after so many answers")
    options = parser.parse_args(arguments)
    with Mastodon(access_token=options.token_file) as mastodon:
        try:
            print(answer_mentions(mastodon, options.place, options.answer, options.limit), "answered.")
        except KeyboardInterrupt:
            print("Stopped.")


if __name__ == "__main__":
    main()
