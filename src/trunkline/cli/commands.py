"""The table of all commands: module and one line of help of each, by the words that are typed."""

from __future__ import annotations

from typing import NamedTuple

SECTIONS = ("Posts", "Reactions", "Reading", "People", "Your account", "Data", "Tools")
"""Headings of ``trunkline --help``, in this order."""


class Entry(NamedTuple):
    """A command, or a group of commands.

    Attributes:
        section: the heading in the list of commands; commands of a group have that of the group.
        module: the module below `trunkline.cli` that defines the command; ``None`` for a group.
        help: one line of help.
    """

    section: str
    module: str | None
    help: str


COMMANDS = {
    "boosters": Entry("Posts", "reading.responses", "List the accounts that boosted a post."),
    "delete": Entry("Posts", "posting.delete", "Delete posts."),
    "drafts": Entry("Posts", None, "Drafts on this machine, and posts that could not be sent."),
    "drafts delete": Entry("Posts", "posting.drafts", "Delete drafts."),
    "drafts edit": Entry("Posts", "posting.drafts", "Change the text of a draft."),
    "drafts list": Entry("Posts", "posting.drafts", "List drafts."),
    "drafts post": Entry("Posts", "posting.drafts", "Post drafts."),
    "drafts show": Entry("Posts", "posting.drafts", "Show a draft as it would be sent."),
    "edit": Entry("Posts", "posting.edit", "Edit a post."),
    "favouriters": Entry("Posts", "reading.responses", "List the accounts that favourited a post."),
    "history": Entry("Posts", "reading.history", "Show the versions of a post."),
    "media": Entry("Posts", None, "Media that are in no post yet."),
    "media delete": Entry("Posts", "posting.media", "Delete media."),
    "media edit": Entry("Posts", "posting.media", "Change the description of a medium."),
    "media show": Entry("Posts", "posting.media", "Show media."),
    "media upload": Entry("Posts", "posting.media", "Upload files for a later post."),
    "post": Entry("Posts", "posting.post", "Post a status, a reply, a poll or a thread."),
    "quotes": Entry("Posts", "reading.responses", "List the posts that quote a post of yours."),
    "redraft": Entry("Posts", "posting.redraft", "Delete a post, and post it again with changes."),
    "revoke-quote": Entry("Posts", "reacting.revoke_quote", "Take your post out of a post that quotes it."),
    "scheduled": Entry("Posts", None, "Posts that the server will publish later."),
    "scheduled cancel": Entry("Posts", "posting.scheduled", "Cancel scheduled posts."),
    "scheduled edit": Entry("Posts", "posting.scheduled", "Publish scheduled posts at another time."),
    "scheduled list": Entry("Posts", "posting.scheduled", "List scheduled posts."),
    "scheduled show": Entry("Posts", "posting.scheduled", "Show scheduled posts."),
    "show": Entry("Posts", "reading.show", "Show a post."),
    "source": Entry("Posts", "reading.history", "Print the text of a post as it was typed."),
    "thread": Entry("Posts", "reading.thread", "Show the thread around a post."),
    "translate": Entry("Posts", "reading.translate", "Show a post in another language."),
    "bookmark": Entry("Reactions", "reacting.marks", "Bookmark posts."),
    "boost": Entry("Reactions", "reacting.marks", "Boost posts."),
    "favourite": Entry("Reactions", "reacting.marks", "Favourite posts."),
    "flag": Entry("Reactions", "reacting.flag", "Report posts or an account to the moderators."),
    "mute-thread": Entry("Reactions", "reacting.marks", "Get no more notifications of threads."),
    "pin": Entry("Reactions", "reacting.marks", "Pin own posts to your profile."),
    "unbookmark": Entry("Reactions", "reacting.marks", "Take bookmarks back."),
    "unboost": Entry("Reactions", "reacting.marks", "Take boosts back."),
    "unfavourite": Entry("Reactions", "reacting.marks", "Take favourites back."),
    "unmute-thread": Entry("Reactions", "reacting.marks", "Get notifications of threads again."),
    "unpin": Entry("Reactions", "reacting.marks", "Take own posts off the top of your profile."),
    "vote": Entry("Reactions", "reacting.vote", "Vote in a poll."),
    "timeline": Entry("Reading", "reading.timeline", "Read a timeline."),
    "stream": Entry("Reading", "stream", "Print events as they arrive."),
    "auth": Entry("Your account", None, "Log in and out, and choose between accounts."),
    "auth accounts": Entry("Your account", "auth.accounts", "List the accounts that are logged in."),
    "auth login": Entry("Your account", "auth.login", "Log in to a server."),
    "auth logout": Entry("Your account", "auth.logout", "Revoke and delete the token of an account."),
    "auth status": Entry("Your account", "auth.status", "Check the tokens of the accounts that are logged in."),
    "auth switch": Entry("Your account", "auth.accounts", "Choose the account that commands use."),
    "login": Entry("Your account", "auth.login", "Short form of auth login."),
    "logout": Entry("Your account", "auth.logout", "Short form of auth logout."),
    "whoami": Entry("Your account", "auth.whoami", "Show the account that is logged in."),
    "explore": Entry("Data", "explore", "Explore the loaded data in the browser."),
    "load": Entry("Data", "loading", "Load a server into a database."),
    "purge": Entry("Data", "purge", "Remove an account or a server from what was loaded."),
    "refresh": Entry("Data", "refresh", "Read again what was loaded: edits, counts, deletions."),
    "report": Entry("Data", "report", "Write charts of the loaded data into an HTML file."),
    "api": Entry("Tools", "api", "Call any path of the API and print the JSON."),
    "completion": Entry("Tools", "completion", "Print the completion script of a shell."),
    "demo": Entry("Tools", "demo", "Start a local server, post, stream and load it into DuckDB."),
    "doctor": Entry("Tools", "face", "Examine the installation, and name the commands that mend it."),
    "run": Entry("Tools", "face", "Run a program written for Mastodon.py with trunkline."),
    "sandbox": Entry("Tools", "sandbox", "Run a local Mastodon server to develop against."),
}
