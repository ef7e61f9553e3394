"""The command ``trunkline``: one module for each group of commands, loaded when it is used."""
