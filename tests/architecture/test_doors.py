"""A room is entered through its doors: the four that every room has, and those its docstring names besides."""

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.architecture

DOORS = {"actions", "reads", "events", "types", "templatetags"}
FREE = {"config"}
"""Puts the installation together, so it may name any module."""
EXCEPT = {
    ("kernel.actions", "kernel.audit.models"): "the journal is the one writer of audit rows",
}


def _doors_of(room: Path) -> set[str]:
    """A kernel room is a mechanism and may have doors of its own: those after `Doors:` in its docstring."""
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    _, _, named = docstring.partition("Doors:")
    return DOORS | set(re.findall(r"`(\w+)`", named))


def test_rooms_are_entered_only_through_their_doors(modules, package) -> None:
    wrong = []
    for module in modules:
        floor = module.name.split(".")[1] if "." in module.name else ""
        if floor in FREE:
            continue
        for line, target in _imports(module.tree):
            parts = target.split(".")
            if parts[0] != "storecrew" or len(parts) < 4 or not (package / parts[1] / parts[2]).is_dir():
                continue
            room, entered = f"{parts[1]}.{parts[2]}", parts[3]
            if room == module.room or parts[1] in FREE or (module.room, f"{room}.{entered}") in EXCEPT:
                continue
            folder = package / parts[1] / parts[2]
            is_module = (folder / f"{entered}.py").exists() or (folder / entered / "__init__.py").exists()
            if is_module and entered not in _doors_of(folder):
                wrong.append(f"{module.where}:{line} enters {room} through {entered}")
    assert not wrong, "\n".join(wrong)


def _imports(tree: ast.Module) -> list[tuple[int, str]]:
    """Every import as the longest dotted name it can mean: `from a.b import c` is a.b.c."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
    return found
