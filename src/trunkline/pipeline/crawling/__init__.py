"""Reading servers: ways through pages, cursors, and many servers at the same time."""
