"""Recovery after a break: when to connect again, and how the gap in each stream is filled.

Imports, of streaming, wires, arrivals, events, subscriptions and access; the engine imports this.

A `Channel` is one subscribed stream. It knows the *lists* of the REST API that hold the same objects (for ``user`` the
home timeline and the notifications), with a `Track` for each: the ids that were received, and with `Taken` those that
the program has taken. `Seen` knows the statuses that were delivered last, since lists show neither edits nor deletions;
`versions` compares them. `Recovery` does the requests, within the `budget`; `Channel`, `Track`, `Seen` and
`find_missed` do no I/O.

States of a channel::

    new        Recovery.start reads the newest objects of each list: what comes besides can be missed from now on.
               A saved cursor says this instead.
    holding    Channel.hold, before the stream is subscribed: live events are kept back, and each track is open.
    catching   The stream is subscribed. Recovery.catch_up reads each list from its newest page back to the page with
    up         the 20th newest known id, within GapFill.count and GapFill.age; then it reads the statuses of Seen by id.
    live       The missed events, then those kept back have gone to the program (Channel.recover, Channel.release); or
               GapFill.hold is over, and the missed ones come later.
               After GapFill.look the lists are read once more (Recovery.look_again), since a server may confirm a
               subscription before it sends for it; and again after the first event, if none had come by then.
    settled    Channel.settle: nothing can be missed until the connection breaks. Tracks are no longer open: a cursor
               passes over what is older than the 20 newest objects.

When the connection breaks, the channel holds again with the next one. Lists that are being read at that time are
read to their ends, and their events are delivered.

Example: ``c`` and ``d`` are missed; ``e`` comes over the stream while the list is read, and is in the list, too::

    server      a    b    c    d    e    f    g
    connection  ==========X         ~~~~~~~~~~~~~~~~~~~~   X break   ~ subscribed again
    stream      a    b              (e)  (f)  g            ( ) kept back
    list                          [ c  d  e ]
    program     a    b              c  d  e   f    g

Order in which the program gets events after a break:

1. a `Gap` for each list that cannot be read or does not reach back far enough, and one if edits may be missing;
2. edits, deletions and the missed objects of all lists, merged by their times. The order within a list is its own. An
   object that was kept back and is older than the newest one of the list takes its place there;
3. the rest of the events kept back, in the order in which they came;
4. live events.

When GapFill.hold is over before the lists are read, 3 and 4 come before 1 and 2.

Guarantees:

- Each status and notification is delivered once, whether it comes over the stream, in a list or both; the last 2000
  ids of a list are remembered for that. A conversation may come again, since it changes with each message and reading.
- Missed objects that cannot be fetched are reported as a `Gap`.
- Edits and deletions are found for the last `GapFill.edits` statuses; for older ones there is ``Gap("edits")``.
- A cursor moves when the program takes an event, not when the event arrives: an event that only waited when the
  program ended counts as missed, and is fetched by the next stream. Servers send events of the same moment in any
  order; therefore a cursor names the 20 newest objects that the program has taken, and older ones that it has not: what
  had not arrived yet is found by the next stream. While a list is still to be read, it does not pass over what is
  missing there, and names up to 500 newer objects; if the program takes more and ends then, the rest comes again.
"""
