"""The app in the browser: marimo runs `notebook`, which uses the other modules."""
