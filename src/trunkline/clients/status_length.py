"""Length of a status as servers count it."""

from __future__ import annotations


class StatusLength:
    """Part of both clients: the length of a status."""

    @staticmethod
    def get_status_length(text: str, spoiler_text: str = "") -> int:
        """Return the length of a status as servers count it: each link as 23, mentions without their domain.

        The rule is https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb.

        Args:
            text: the text of the status.
            spoiler_text: its content warning, which counts too.
        """
        from trunkline.text.length import status_length  # compiles long patterns

        return status_length(text, spoiler_text)
