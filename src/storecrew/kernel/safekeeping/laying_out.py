"""Make all tables of an empty database at once, from the models, and note the migrations that lead to the same.

Going through every migration means drawing up all models again after each of its steps, which is most of a first start.
`tests/test_laying_out.py` proves that both ways end at the same tables, indexes, constraints and triggers.
"""

from django.apps import apps
from django.db import connections
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models import Model

OURS = "storecrew."


def lay_out(alias: str) -> bool:
    """Make the tables if nothing has ever been made in this database; tell whether it was so.

    What migrations of ours do besides tables (triggers) is done as well. Migrations of libraries have nothing else to do
    where there are no rows yet.
    """
    connection = connections[alias]
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    models: list[type[Model]] = [MigrationRecorder.Migration]
    models += [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    with connection.schema_editor(atomic=True) as editor:
        for model in models:
            editor.create_model(model)
        state = ProjectState()
        state.__dict__["apps"] = apps  # the tables are those of today's models
        for migration, _backwards in plan:
            for operation in migration.operations:
                if isinstance(operation, RunPython) and migration.__module__.startswith(OURS):
                    operation.database_forwards(migration.app_label, editor, state, state)
        rows = [MigrationRecorder.Migration(app=one.app_label, name=one.name) for one, _backwards in plan]
        MigrationRecorder(connection).migration_qs.bulk_create(rows)
    return True
