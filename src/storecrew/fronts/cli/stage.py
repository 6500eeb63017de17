"""What has to be settled before Django reads its settings: which store, in which language."""

import shutil
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path

from storecrew.kernel.safekeeping import swap

DEMO_FOLDER = "demo-data"
DEMO_MARK = "demo.json"
"""Written last: who may sign in to a finished demo."""
UNDER_CONSTRUCTION = "STORECREW_DEMO_FOLDER"
"""Names, while a demo is made, the folder it will stand in."""
_ENGINES = ("DATABASE_URL", "CACHE_URL", "STORAGE_URL", "MAIL_URL")


def prepare(words: Sequence[str], environ: MutableMapping[str, str]) -> None:
    """Point the environment at the store that these words are about, and finish a restore that was cut off there.

    Raises ValueError. The demo has a data folder of its own, and never sends mail or writes to a real store's engines.
    """
    environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    port = _option(words, "--port")
    if port:
        environ["PORT"] = port
    command = next((word for word in words if not word.startswith("-")), "")
    if command == "demo" and not {"-h", "--help"} & set(words):
        _prepare_demo(words, environ)
    data = Path(environ.get("STORECREW_DATA") or "data").expanduser()
    if demo_built(data):  # so that every other command knows as well, whose store this is
        environ["STORECREW_DEMO"] = "1"
    swap.clear_up(data)


def _prepare_demo(words: Sequence[str], environ: MutableMapping[str, str]) -> None:
    folder = Path(environ.get("STORECREW_DATA") or DEMO_FOLDER).expanduser().resolve()
    if not demo_built(folder) and (folder / "storecrew.sqlite3").exists():
        raise ValueError(f"{folder} holds a store that is not the demo. Choose another folder: STORECREW_DATA=…")
    environ["STORECREW_DATA"] = str(folder)
    environ["STORECREW_DEMO"] = "1"
    environ["STORECREW_DURABLE"] = "0"
    environ.update(dict.fromkeys(_ENGINES, ""))
    if "--reset" in words or not demo_built(folder):
        # made beside its place and moved there when finished: half a demo is never shown
        site = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(site, ignore_errors=True)
        environ[UNDER_CONSTRUCTION] = str(folder)
        environ["STORECREW_DATA"] = str(site)


def demo_built(folder: Path) -> bool:
    """Tell whether the folder holds a finished demo store."""
    return (folder / DEMO_MARK).exists()


def _option(words: Sequence[str], name: str) -> str:
    for number, word in enumerate(words):
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
        if word == name and number + 1 < len(words):
            return words[number + 1]
    return ""


def language(environ: Mapping[str, str], *, encoding: str = "utf-8") -> str:
    """Return the language of a terminal: Chinese where the locale says so and the encoding can show it, else English."""
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh-hans" if named.lower().startswith("zh") and encoding.lower().startswith(("utf", "gb")) else "en"
