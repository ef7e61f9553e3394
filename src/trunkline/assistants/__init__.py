"""Mastodon for assistants: a server of the Model Context Protocol, and a skill for coding assistants.

`server` offers tools, resources and prompts: reading (`reading`) and writing (`writing`) over the API, SQL over loaded
data (`data_tools`), and loads (`pipeline_tools`). What other people wrote passes `foreign`, and stands between marks
that it cannot forge. `trunkline mcp` runs the server, `trunkline skill` installs the skill.
"""
