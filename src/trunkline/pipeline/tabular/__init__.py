"""Rows into tables: from objects of the API to files of columns, as dlt would make them."""
