"""The table of all commands: module and one line of help of each, by the words that are typed."""

from __future__ import annotations

from typing import NamedTuple

SECTIONS = ("Posts", "Reading", "People", "Your account", "Moderation", "Data", "Tools")
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
    "conversations": Entry("Reading", None, "Read private conversations, and mark them as read."),
    "conversations list": Entry("Reading", "conversations", "List private conversations."),
    "conversations read": Entry("Reading", "conversations", "Mark conversations as read."),
    "conversations remove": Entry("Reading", "conversations", "Remove conversations from your list."),
    "conversations unread": Entry("Reading", "conversations", "Mark conversations as unread."),
    "instance": Entry("Reading", None, "See what a server says of itself."),
    "instance activity": Entry("Reading", "instance.lists", "List the activity of the last weeks."),
    "instance emojis": Entry("Reading", "instance.lists", "List the custom emojis."),
    "instance limits": Entry("Reading", "instance.show", "Show the limits of posts, media and polls."),
    "instance peers": Entry("Reading", "instance.lists", "Print the servers that it knows."),
    "instance rules": Entry("Reading", "instance.lists", "List the rules."),
    "instance show": Entry("Reading", "instance.show", "Show the description of a server."),
    "notifications": Entry("Reading", None, "Read, filter and dismiss notifications."),
    "notifications clear": Entry("Reading", "notifications.dismissing", "Dismiss all notifications."),
    "notifications dismiss": Entry("Reading", "notifications.dismissing", "Dismiss notifications."),
    "notifications list": Entry("Reading", "notifications.listing", "List notifications."),
    "notifications policy": Entry("Reading", "notifications.policy", "Show or set which notifications are filtered."),
    "notifications requests": Entry("Reading", None, "Decide on filtered notifications."),
    "notifications requests accept": Entry("Reading", "notifications.requests", "Accept notifications of people."),
    "notifications requests dismiss": Entry("Reading", "notifications.requests", "Dismiss notifications of people."),
    "notifications requests list": Entry("Reading", "notifications.requests", "List people who are filtered."),
    "notifications unread": Entry("Reading", "notifications.listing", "Print the number of unread notifications."),
    "search": Entry("Reading", "search", "Search accounts, tags and posts."),
    "timeline": Entry("Reading", "reading.timeline", "Read a timeline."),
    "stream": Entry("Reading", "stream", "Print events as they arrive."),
    "trends": Entry("Reading", None, "See what is popular."),
    "trends links": Entry("Reading", "trends", "List trending links."),
    "trends posts": Entry("Reading", "trends", "List trending posts."),
    "trends tags": Entry("Reading", "trends", "List trending tags."),
    "auth": Entry("Your account", None, "Log in and out, and choose between accounts."),
    "auth accounts": Entry("Your account", "auth.accounts", "List the accounts that are logged in."),
    "auth login": Entry("Your account", "auth.login", "Log in to a server."),
    "auth logout": Entry("Your account", "auth.logout", "Revoke and delete the token of an account."),
    "auth status": Entry("Your account", "auth.status", "Check the tokens of the accounts that are logged in."),
    "auth switch": Entry("Your account", "auth.accounts", "Choose the account that commands use."),
    "login": Entry("Your account", "auth.login", "Short form of auth login."),
    "logout": Entry("Your account", "auth.logout", "Short form of auth logout."),
    "push": Entry("Your account", None, "Let the server push notifications to an address."),
    "push delete": Entry("Your account", "push", "Delete the push subscription."),
    "push show": Entry("Your account", "push", "Show the push subscription."),
    "push subscribe": Entry("Your account", "push", "Push notifications to an address, encrypted."),
    "whoami": Entry("Your account", "auth.whoami", "Show the account that is logged in."),
    "admin": Entry("Moderation", None, "Moderate a server."),
    "admin accounts": Entry("Moderation", None, "Approve, warn, limit and suspend accounts."),
    "admin accounts approve": Entry("Moderation", "admin.accounts.actions", "Approve accounts that are pending."),
    "admin accounts delete": Entry("Moderation", "admin.accounts.actions", "Delete the data of suspended accounts."),
    "admin accounts disable": Entry(
        "Moderation", "admin.accounts.actions", "Disable accounts: nobody can log in to them."
    ),
    "admin accounts enable": Entry("Moderation", "admin.accounts.actions", "Enable accounts again."),
    "admin accounts list": Entry("Moderation", "admin.accounts.listing", "List accounts."),
    "admin accounts reject": Entry(
        "Moderation", "admin.accounts.actions", "Reject and delete accounts that are pending."
    ),
    "admin accounts sensitive": Entry(
        "Moderation", "admin.accounts.actions", "Mark all media of accounts as sensitive."
    ),
    "admin accounts show": Entry("Moderation", "admin.accounts.listing", "Show what moderators see of accounts."),
    "admin accounts silence": Entry("Moderation", "admin.accounts.actions", "Limit accounts: only followers see them."),
    "admin accounts suspend": Entry("Moderation", "admin.accounts.actions", "Suspend accounts."),
    "admin accounts unsensitive": Entry(
        "Moderation", "admin.accounts.actions", "Stop marking media of accounts as sensitive."
    ),
    "admin accounts unsilence": Entry("Moderation", "admin.accounts.actions", "Lift the limit of accounts."),
    "admin accounts unsuspend": Entry("Moderation", "admin.accounts.actions", "Lift the suspension of accounts."),
    "admin accounts warn": Entry("Moderation", "admin.accounts.actions", "Send people a warning."),
    "admin domain-allows": Entry("Moderation", None, "Allow servers, under limited federation."),
    "admin domain-allows add": Entry("Moderation", "admin.blocks.allows", "Allow servers."),
    "admin domain-allows list": Entry("Moderation", "admin.blocks.allows", "List the allowed servers."),
    "admin domain-allows remove": Entry("Moderation", "admin.blocks.allows", "No longer allow servers."),
    "admin domain-blocks": Entry("Moderation", None, "Limit and suspend whole servers."),
    "admin domain-blocks add": Entry("Moderation", "admin.blocks.domains", "Limit or suspend a server."),
    "admin domain-blocks edit": Entry("Moderation", "admin.blocks.domains", "Change the blocks of servers."),
    "admin domain-blocks list": Entry("Moderation", "admin.blocks.domains", "List the limited and suspended servers."),
    "admin domain-blocks remove": Entry("Moderation", "admin.blocks.domains", "Remove the blocks of servers."),
    "admin email-domain-blocks": Entry("Moderation", None, "Block e-mail domains from signing up."),
    "admin email-domain-blocks add": Entry("Moderation", "admin.blocks.email", "Block e-mail domains."),
    "admin email-domain-blocks list": Entry("Moderation", "admin.blocks.email", "List the blocked e-mail domains."),
    "admin email-domain-blocks remove": Entry(
        "Moderation", "admin.blocks.email", "Remove the blocks of e-mail domains."
    ),
    "admin ip-blocks": Entry("Moderation", None, "Block IP addresses."),
    "admin ip-blocks add": Entry("Moderation", "admin.blocks.ip", "Block IP addresses and ranges."),
    "admin ip-blocks list": Entry("Moderation", "admin.blocks.ip", "List the blocked IP addresses."),
    "admin ip-blocks remove": Entry("Moderation", "admin.blocks.ip", "Remove the blocks of IP addresses."),
    "admin measures": Entry("Moderation", "admin.measures", "Show active people, sign-ups, reports, ..."),
    "admin reports": Entry("Moderation", None, "Read, assign and resolve reports."),
    "admin reports assign": Entry("Moderation", "admin.reports", "Assign reports to yourself."),
    "admin reports list": Entry("Moderation", "admin.reports", "List reports."),
    "admin reports reopen": Entry("Moderation", "admin.reports", "Open reports again."),
    "admin reports resolve": Entry("Moderation", "admin.reports", "Mark reports as resolved."),
    "admin reports show": Entry("Moderation", "admin.reports", "Show reports with their posts."),
    "admin reports unassign": Entry("Moderation", "admin.reports", "Remove the assignment of reports."),
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
