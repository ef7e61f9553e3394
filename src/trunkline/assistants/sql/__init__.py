"""Questions in SQL to loaded data.

`loaded` is what the tools call. It gives a query to `worker`, a process of its own: DuckDB interrupts no function that
makes a large value, so the limits of time and memory are kept by ending the process. There `opened` opens the file
read-only behind views of what may be seen, `check` looks at the query, and `rows` limits what comes back.
"""
