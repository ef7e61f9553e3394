"""Check queries for BigQuery with the analyzer of GoogleSQL: ``python on_bigquery.py < job.json``.

The job has the columns and types of each table, and views in the order in which they are made. The answer has the
columns of each view, or says why there are none.
"""

import json
import sys

from zetasql.api import Analyzer, CatalogBuilder, TableBuilder
from zetasql.types import AnalyzerOptions, LanguageOptions, TypeKind, ZetaSQLBuiltinFunctionOptions

KINDS = {
    "text": TypeKind.TYPE_STRING,
    "json": TypeKind.TYPE_STRING,
    "bigint": TypeKind.TYPE_INT64,
    "double": TypeKind.TYPE_DOUBLE,
    "bool": TypeKind.TYPE_BOOL,
    "date": TypeKind.TYPE_DATE,
    "timestamp": TypeKind.TYPE_TIMESTAMP,
}


def main() -> None:
    """Read the job, and print the columns."""
    job, found = json.load(sys.stdin), {}
    language = LanguageOptions.maximum_features()
    builder = CatalogBuilder("project")
    for table, columns in job["tables"].items():
        described = TableBuilder(table)
        for column, kind in columns.items():
            described.add_column(column, KINDS[kind])
        builder.add_table(described.build())
    catalog = builder.with_builtin_functions(ZetaSQLBuiltinFunctionOptions(language_options=language)).build()
    for view, query in job["views"].items():
        analyzer = Analyzer(AnalyzerOptions(language_options=language), catalog)
        columns = analyzer.analyze_statement(query).output_column_list
        described = TableBuilder(view)
        for column in columns:
            described.add_column(column.name, column.column.type)
        catalog.table.append(described.build())
        found[view] = [column.name for column in columns]
    print(json.dumps(found))


main()
