"""A database function for constraints on durations that any SQLite tool can evaluate.

Django's own arithmetic on dates calls a Python function inside SQLite; a table whose CHECK needs it cannot be examined
(`PRAGMA integrity_check`) outside of Django, and so neither can a restored backup.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


class EpochSeconds(models.Func):
    """Whole seconds since 1970 of a timestamp. Frozen: migrations refer to it."""

    function = "EPOCH"
    arity = 1
    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write the expression for SQLite."""
        seconds = "CAST(ROUND((julianday(%(expressions)s) - 2440587.5) * 86400) AS integer)"  # 2440587.5 is 1970-01-01
        return self.as_sql(compiler, connection, template=seconds, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Write the expression for PostgreSQL."""
        return self.as_sql(
            compiler, connection, template="CAST(EXTRACT(EPOCH FROM %(expressions)s) AS bigint)", **context
        )
