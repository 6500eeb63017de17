"""`storecrew backup` and `storecrew restore`: the whole store in one file, and back."""

import argparse
import json
import os
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.fronts.cli.codes import Code
from storecrew.kernel.safekeeping import archive, restoring, swap
from storecrew.kernel.safekeeping.archive import Damaged, Manifest


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `backup` and `restore`."""
    text = _("write the whole store to one file: database, pictures and files; the store may run meanwhile")
    backup = commands.add_parser("backup", help=text, description=text)
    backup.add_argument(
        "--to", metavar="FILE", type=Path, help=_("default: backups/ in the data folder, named by time")
    )
    backup.add_argument(
        "--with-key",
        action="store_true",
        help=_("put the installation's key in as well; whoever has the file can then read all stored secrets"),
    )
    backup.add_argument("--json", action="store_true", help=_("answer as JSON"))
    backup.set_defaults(run=run_backup)
    text = _("put a backup in the place of the present store, after proving that it is whole; stop the store first")
    restore = commands.add_parser("restore", help=text, description=text)
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true", help=_("replace the store that is there"))
    restore.add_argument("--verify", action="store_true", help=_("only prove that the file is whole"))
    restore.add_argument("--json", action="store_true", help=_("answer as JSON"))
    restore.set_defaults(run=run_restore)


def run_backup(options: argparse.Namespace) -> int:
    """Write an archive and prove it."""
    now = timezone.now()
    target: Path = options.to or settings.DATA / "backups" / f"storecrew-{now:%Y%m%d-%H%M%S}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        print(_("%(file)s is there already; a backup never overwrites another.") % {"file": target}, file=sys.stderr)
        return Code.REFUSED
    started = timezone.now()
    manifest = archive.write(
        target, now=now, with_key=options.with_key, work=target.parent, say=lambda text: _tell(text, options)
    )
    target.chmod(0o600)
    if options.json:
        print(json.dumps({"file": str(target), "bytes": target.stat().st_size, **_summary(manifest)}, indent=2))
        return Code.DONE
    print(
        f"{target}  ({target.stat().st_size / 1e6:.1f} MB, {(timezone.now() - started) / timedelta(seconds=1):.1f} s)"
    )
    print(_holds(manifest))
    if not options.with_key:
        print(
            _("Without the installation's key: keep %(path)s somewhere else, or make the backup with --with-key.")
            % {"path": settings.DATA / "secret.key"}
        )
    return Code.DONE


def run_restore(options: argparse.Namespace) -> int:
    """Prove an archive and put it in place."""
    try:
        return _restore(options)
    except FileNotFoundError:
        print(_("There is no such file: %(file)s") % {"file": options.file}, file=sys.stderr)
        return Code.MISSING
    except Damaged as error:
        print(_("This backup is damaged or none of ours. Nothing was changed."), error, file=sys.stderr)
        return Code.UNHEALTHY
    except restoring.Unfit as error:
        print(_("This backup does not fit here. Nothing was changed."), error, file=sys.stderr)
        return Code.REFUSED
    except swap.Running:
        print(_("The store is running. Stop it first (Ctrl-C where it runs); nothing was changed."), file=sys.stderr)
        return Code.REFUSED


def _restore(options: argparse.Namespace) -> int:
    if not options.file.exists():
        raise FileNotFoundError(options.file)
    manifest = archive.read(options.file)
    if options.verify:
        _answer(manifest, _("The backup is whole."), options)
        return Code.DONE
    there = restoring.people_in_place()
    if there and not options.yes:
        print(_("%(file)s: made on %(at)s.") % {"file": options.file, "at": manifest.made_at}, _holds(manifest))
        print(
            ngettext(
                "There is a store with %(n)d person already. To replace it, say so: --yes",
                "There is a store with %(n)d people already. To replace it, say so: --yes",
                there,
            )
            % {"n": there},
            file=sys.stderr,
        )
        return Code.REFUSED
    kept = _keep_present(options) if there else None
    done = restoring.restore(options.file)
    _answer(done.manifest, _("The store of %(at)s is in place.") % {"at": manifest.made_at}, options)
    if done.other_key:
        print(
            _(
                "It was made with another key: put its secret.key into %(folder)s, or stored secrets stay unreadable "
                "and all have to sign in again."
            )
            % {"folder": settings.DATA},
            file=sys.stderr,
        )
    if kept and not options.json:
        print(_("What was there before is kept: %(place)s") % {"place": kept})
    return Code.DONE


def _keep_present(options: argparse.Namespace) -> Path:
    """Return where the present store will be found afterwards; a server's rows are written to an archive first."""
    if connection.vendor == "sqlite":
        return Path(settings.DATA) / swap.KEPT
    now = timezone.now()
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"before-restore-{now:%Y%m%d-%H%M%S}.tar.gz"
    archive.write(target, now=now, with_key=False, work=folder, say=lambda text: _tell(text, options))
    target.chmod(0o600)
    return target


def _answer(manifest: Manifest, sentence: str, options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps({"file": os.fspath(options.file), **_summary(manifest)}, indent=2))
    else:
        print(sentence, _holds(manifest))


def _summary(manifest: Manifest) -> dict[str, object]:
    return {
        "made_at": manifest.made_at,
        "version": manifest.storecrew,
        "rows": manifest.rows,
        "tables": manifest.tables,
        "files": manifest.files,
        "with_key": archive.KEY in manifest.entries,
    }


def _holds(manifest: Manifest) -> str:
    return _(
        "It holds %(rows)d rows in %(tables)d tables, and %(files)d files; every one was counted and compared."
    ) % {
        "rows": manifest.rows,
        "tables": len(manifest.tables),
        "files": manifest.files,
    }


def _tell(text: str, options: argparse.Namespace) -> None:
    if not options.json:
        print(text, flush=True)
