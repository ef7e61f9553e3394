"""The app in the browser: `notebook` is what marimo runs, the other modules are its parts."""
