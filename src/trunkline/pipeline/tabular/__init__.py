"""Conversion of rows: from objects of the API to files of columns, with the tables and names that dlt would make.

`shapes` derives columns from the entity classes; `encoding` and `undeclared` screen rows, so that those of one server
change nothing for others; `parsing` and `conform` turn JSON into Arrow; `explode` makes a table of each list; `tables`
writes Parquet files, and `handing` passes them to dlt. This package uses the entities, Arrow, dlt's schema and
`pipeline.destinations`; it knows no server, no resource and no cursor.
"""
