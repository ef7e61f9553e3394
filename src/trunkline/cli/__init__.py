"""The command ``trunkline``: `app` lists the commands and the modules that define them.

A module holds one command or one group of them and is imported when it is run; `output` is for writing to the terminal.
This is the highest layer: it may import everything, and only `trunkline.__main__` imports it.
"""
