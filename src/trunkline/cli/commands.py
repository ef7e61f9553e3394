"""The table of all commands: module and one line of help of each, by the words that are typed."""

from __future__ import annotations

from typing import NamedTuple

SECTIONS = ("Posts", "Reading", "People", "Your account", "Data", "Tools")
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
    "post": Entry("Posts", "post", "Post a status, or reply to one."),
    "show": Entry("Posts", "reading.show", "Show a post."),
    "thread": Entry("Posts", "reading.thread", "Show the thread around a post."),
    "announcements": Entry("Reading", None, "Read announcements of the server."),
    "announcements dismiss": Entry("Reading", "announcements", "Dismiss announcements."),
    "announcements list": Entry("Reading", "announcements", "List the announcements of the server."),
    "announcements react": Entry("Reading", "announcements", "React to an announcement."),
    "announcements unreact": Entry("Reading", "announcements", "Take a reaction back."),
    "timeline": Entry("Reading", "reading.timeline", "Read a timeline."),
    "stream": Entry("Reading", "stream", "Print events as they arrive."),
    "account": Entry("People", None, "See, follow, mute and block people."),
    "account block": Entry("People", "account.blocking", "Block accounts."),
    "account blocked": Entry("People", "account.people", "List the accounts that you block."),
    "account dismiss": Entry("People", "account.suggestions", "Dismiss suggested accounts."),
    "account endorse": Entry("People", "account.endorsing", "Feature accounts on your profile."),
    "account export": Entry("People", "account.exporting", "Write follows, blocks, mutes, lists or bookmarks as CSV."),
    "account familiar": Entry("People", "account.people", "List the followers of an account that you follow."),
    "account featured": Entry("People", "account.people", "List the accounts that a profile features."),
    "account follow": Entry("People", "account.following", "Follow accounts."),
    "account follow-requests": Entry("People", None, "List and answer requests to follow you."),
    "account follow-requests accept": Entry("People", "account.follow_requests", "Accept requests to follow you."),
    "account follow-requests list": Entry(
        "People", "account.follow_requests", "List the accounts that ask to follow you."
    ),
    "account follow-requests reject": Entry("People", "account.follow_requests", "Reject requests to follow you."),
    "account followers": Entry("People", "account.people", "List the followers of an account."),
    "account following": Entry("People", "account.people", "List the accounts that an account follows."),
    "account import": Entry("People", "account.importing", "Follow, block, ... what a CSV file of an export names."),
    "account lists": Entry("People", "account.lists", "List your lists that an account is on."),
    "account mute": Entry("People", "account.muting", "Mute accounts."),
    "account muted": Entry("People", "account.people", "List the accounts that you mute."),
    "account note": Entry("People", "account.note", "Show or set your private note on an account."),
    "account relationships": Entry("People", "account.relationships", "Show your relationships to accounts."),
    "account remove-follower": Entry("People", "account.following", "Remove accounts from your followers."),
    "account show": Entry("People", "account.show", "Show profiles."),
    "account suggestions": Entry("People", "account.suggestions", "List accounts that the server suggests to follow."),
    "account unblock": Entry("People", "account.blocking", "Unblock accounts."),
    "account unendorse": Entry("People", "account.endorsing", "Stop featuring accounts on your profile."),
    "account unfollow": Entry("People", "account.following", "Unfollow accounts."),
    "account unmute": Entry("People", "account.muting", "Unmute accounts."),
    "domains": Entry("People", None, "Block whole servers."),
    "domains block": Entry("People", "domains", "Block servers."),
    "domains list": Entry("People", "domains", "List the servers that you block."),
    "domains unblock": Entry("People", "domains", "Unblock servers."),
    "lists": Entry("People", None, "Make lists of accounts."),
    "lists accounts": Entry("People", "lists.showing", "List the accounts on a list."),
    "lists add": Entry("People", "lists.members", "Add accounts to a list."),
    "lists create": Entry("People", "lists.editing", "Create a list."),
    "lists delete": Entry("People", "lists.editing", "Delete lists."),
    "lists edit": Entry("People", "lists.editing", "Change a list."),
    "lists list": Entry("People", "lists.showing", "List your lists."),
    "lists remove": Entry("People", "lists.members", "Remove accounts from a list."),
    "lists rename": Entry("People", "lists.editing", "Give a list another title."),
    "auth": Entry("Your account", None, "Log in and out, and choose between accounts."),
    "auth accounts": Entry("Your account", "auth.accounts", "List the accounts that are logged in."),
    "auth login": Entry("Your account", "auth.login", "Log in to a server."),
    "auth logout": Entry("Your account", "auth.logout", "Revoke and delete the token of an account."),
    "auth status": Entry("Your account", "auth.status", "Check the tokens of the accounts that are logged in."),
    "auth switch": Entry("Your account", "auth.accounts", "Choose the account that commands use."),
    "filters": Entry("Your account", None, "Hide posts with certain words."),
    "filters add": Entry("Your account", "filters.editing", "Add a filter."),
    "filters delete": Entry("Your account", "filters.editing", "Delete filters."),
    "filters edit": Entry("Your account", "filters.editing", "Change a filter and its keywords."),
    "filters list": Entry("Your account", "filters.listing", "List your filters."),
    "login": Entry("Your account", "auth.login", "Short form of auth login."),
    "logout": Entry("Your account", "auth.logout", "Short form of auth logout."),
    "markers": Entry("Your account", "markers", "Show or set how far you have read."),
    "preferences": Entry("Your account", "preferences", "Show the preferences of your account."),
    "profile": Entry("Your account", None, "See and change your profile."),
    "profile avatar": Entry("Your account", "profile.pictures", "Set, describe or delete your avatar."),
    "profile edit": Entry("Your account", "profile.edit", "Change your profile, and the defaults of your posts."),
    "profile header": Entry("Your account", "profile.pictures", "Set, describe or delete the header of your profile."),
    "profile show": Entry("Your account", "profile.show", "Show your profile and its settings."),
    "tags": Entry("Your account", None, "Follow and feature hashtags."),
    "tags feature": Entry("Your account", "tags.featuring", "Feature hashtags on your profile."),
    "tags featured": Entry("Your account", "tags.featuring", "List the hashtags that a profile features."),
    "tags follow": Entry("Your account", "tags.following", "Follow hashtags."),
    "tags followed": Entry("Your account", "tags.following", "List the hashtags that you follow."),
    "tags show": Entry("Your account", "tags.following", "Show the use of hashtags."),
    "tags suggestions": Entry("Your account", "tags.featuring", "List hashtags that you could feature."),
    "tags unfeature": Entry("Your account", "tags.featuring", "Stop featuring hashtags."),
    "tags unfollow": Entry("Your account", "tags.following", "Unfollow hashtags."),
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
    "mcp": Entry("Tools", "assistant", "Offer Mastodon and loaded data to an assistant."),
    "run": Entry("Tools", "face", "Run a program written for Mastodon.py with trunkline."),
    "sandbox": Entry("Tools", "sandbox", "Run a local Mastodon server to develop against."),
    "skill": Entry("Tools", None, "Teach coding assistants to write programs with trunkline."),
    "skill install": Entry("Tools", "skill", "Write the skill where an assistant looks for it."),
    "skill show": Entry("Tools", "skill", "Print the skill."),
}
