"""The command ``trunkline``.

To add a command, add a row to `commands.COMMANDS`, and write its function in the module that the row names::

    # commands.py
    "status boosters": Entry("Posts", "status.boosters", "List the accounts that boosted a post."),

    # status/boosters.py
    @command({"trunkline status boosters %3": "of the third post of the last listing"})
    @click.argument("post", metavar="POST")
    @listing_options(limit=40)
    @with_session(anonymous=True)
    def boosters(session: Session, post: str, listing: Printing) -> None:
        \"\"\"List the accounts that boosted POST.\"\"\"
        status = find_status(session, post)
        listing.print(session, ACCOUNTS, session.client.iterate(session.client.status_reblogged_by(status)))

From bottom to top; each may import what is above it in this list, and no command imports another:

- `exits`: exit codes, `CommandFailure`, and the words of errors;
- `output`: `harmless` and `terminal` (all that is printed), `view` (times, marks), `statuses`, `attachments`;
- `session`: stored log-ins, the options ``--as``, ``--server`` and ``--timeout`` (`options.with_session`), the open
  `Session` (``client``, ``me``, ``memory``), and completion from local files;
- `references`: `find_status`, `find_account`, `find_list`, and `expanded` for ``-``; `bulk.for_each` for several;
- `command` (examples in the help), `listing` (``--limit``, ``--json``, the pager, numbers), `replies`;
- the commands: a module for each one, in the folder of its group;
- `commands` (the table), `groups` (imports a command when it is used, and shows errors), `app` (the program).

This is the highest layer: it may import everything, and only `trunkline.__main__` imports it.
"""
