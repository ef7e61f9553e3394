"""The command ``trunkline``.

To add a command, add a row to `commands.COMMANDS`, and write its function in the module that the row names::

    # commands.py
    "boosters": Entry("Posts", "reading.responses", "List the accounts that boosted a post."),

    # reading/responses.py
    @command({"trunkline boosters %3": "of the third post of the last listing"})
    @click.argument("post", metavar="POST")
    @listing_options(limit=40)
    @with_session(anonymous=True)
    def boosters(session: Session, post: str, listing: Printing) -> None:
        \"\"\"List the accounts that boosted POST.\"\"\"
        first = session.client.status_reblogged_by(find_post(session, post))
        listing.print(session, ACCOUNTS, session.client.iterate(first))

From bottom to top; each may import what is above it in this list, and no command imports another:

- `exits`: exit codes, `CommandFailure`, and the words of errors;
- `output`: `harmless` and `terminal` (all that is printed), `view` (times, marks), `statuses`, `attachments`;
- `session`: stored log-ins, the options ``--as``, ``--server`` and ``--timeout`` (`options.with_session`), the open
  `Session` (``client``, ``me``, ``memory``), and completion from local files;
- `references`: `find_post`, `find_status`, `find_account`, `find_list`, ..., and `expanded` for ``-``; `bulk.for_each`
  for several, and `each.on_each` for commands that do one thing to each;
- `command` (examples in the help), `listing` (``--limit``, ``--json``, the pager, numbers), `replies`;
- the commands: a module for each one, in the folder of its group;
- `commands` (the table), `groups` (imports a command when it is used, and shows errors), `app` (the program).

This is the highest layer: it may import everything, and only `trunkline.__main__` imports it.
"""
