"""Let the database itself refuse to change what was booked, and, on PostgreSQL, what is not balanced.

SQLite has no deferred triggers: there the single writing function keeps entries balanced and the doctor proves it.
"""

from django.db import migrations

TABLES = ("ledger_entry", "ledger_line")

POSTGRESQL = [
    """
    CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'ledger_entry_final: % of % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_final';
    END $$
    """,
    *(
        f"CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()"
        for table in TABLES
    ),
    """
    CREATE FUNCTION ledger_refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        booked bigint := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN (to_jsonb(NEW)->>'number')::bigint
                                            ELSE (to_jsonb(NEW)->>'entry_id')::bigint END;
    BEGIN
        IF (SELECT count(*) FROM ledger_line WHERE entry_id = booked) < 2 OR EXISTS (
            SELECT 1 FROM ledger_line WHERE entry_id = booked
            GROUP BY currency HAVING sum(debit_minor) <> sum(credit_minor)
        ) THEN
            RAISE EXCEPTION 'ledger_entry_balanced: entry % is not balanced', booked
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
        END IF;
        RETURN NULL;
    END $$
    """,
    *(
        f"CREATE CONSTRAINT TRIGGER {table}_balanced AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION ledger_refuse_unbalanced()"
        for table in TABLES
    ),
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_{rule} ON {table}" for table in TABLES for rule in ("final", "balanced")),
    "DROP FUNCTION ledger_refuse_change()",
    "DROP FUNCTION ledger_refuse_unbalanced()",
]
SQLITE = [
    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'ledger_entry_final: what was booked stays'); END"
    for table in TABLES
    for act in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER {table}_no_{act}" for table in TABLES for act in ("update", "delete")]


def forbid(apps, schema_editor) -> None:
    """Create the triggers."""
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def allow(apps, schema_editor) -> None:
    """Drop the triggers."""
    _run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def _run(schema_editor, statements: dict[str, list[str]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
