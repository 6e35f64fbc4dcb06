"""Runs statements of SQL in the current folder: `run_sql.py duckdb|clickhouse`, with a list of texts as JSON on standard input.

Prints, as JSON, what each of them gives: `null` for nothing, otherwise its columns and rows, every value as text.
"""
import json
import sys


def duckdb_results(statements):
    import duckdb

    connection = duckdb.connect()
    for statement in statements:
        cursor = connection.execute(statement)
        rows = cursor.fetchall() if statement.lstrip().upper().startswith(("SELECT", "WITH")) else None
        yield rows and {
            "columns": [column[0] for column in cursor.description],
            "rows": [[str(value) for value in row] for row in rows],
        }


def clickhouse_results(statements):
    from chdb.session import Session

    session = Session()
    for statement in statements:
        if not statement.lstrip().upper().startswith(("SELECT", "WITH")):
            session.query(statement)
            yield None
            continue
        lines = str(session.query(statement, "JSONCompactStringsEachRowWithNames")).strip().split("\n")
        columns, *rows = [json.loads(line) for line in lines]
        yield {"columns": columns, "rows": rows}


engine = {"duckdb": duckdb_results, "clickhouse": clickhouse_results}[sys.argv[1]]
print(json.dumps(list(engine(json.load(sys.stdin)))))
