"""The endpoints, one module for each area; each module has a list `routes`."""
