"""E-mail. It is not sent, only kept: the sandbox shows it on a page."""

from __future__ import annotations

from trunkline.sandbox.store.database import Row, Store

_KEPT = 100


def send_mail(store: Store, recipient: str, subject: str, text: str, link: str) -> None:
    """Keep a mail that asks to open `link`; the newest 100 are kept."""
    values = {"recipient": recipient, "subject": subject, "body": text, "link": link, "created_at": store.now()}
    store.insert("mails", values)
    store.execute("DELETE FROM mails WHERE id <= (SELECT max(id) FROM mails) - ?", (_KEPT,))


def kept_mails(store: Store) -> list[Row]:
    """Return the mails, newest first."""
    return store.rows("SELECT * FROM mails ORDER BY id DESC")
