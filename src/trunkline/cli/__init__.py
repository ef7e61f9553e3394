"""The command ``trunkline``: `app` lists the commands and the modules that define them."""
