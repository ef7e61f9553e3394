"""The app in the browser: marimo runs `notebook`, which uses the other modules.

May use all of `trunkline.explore` but the report.
"""
