"""`migrate` as Django has it, but quick where there is nothing yet."""

from typing import Any

from django.core.management.commands import migrate

from storecrew.kernel.safekeeping.laying_out import lay_out

PARTS = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied")
"""Whoever asks for one of these wants it step by step."""


class Command(migrate.Command):
    """Bring the tables up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make all tables of an empty database at once; then, and everywhere else, migrate."""
        if not any(options.get(name) for name in PARTS):
            lay_out(options["database"])
        super().handle(*args, **options)
