"""House rules that can be read off the source."""

import ast
import re

import pytest

pytestmark = pytest.mark.architecture

LONGEST = 400


def test_an_import_inside_a_function_gives_its_reason(modules) -> None:
    wrong = []
    for module in modules:
        lines = module.text.splitlines()
        for function in ast.walk(module.tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            # AppConfig.ready imports once the tables are loaded; that is what it is for
            if function.name == "ready" and module.path.name == "apps.py":
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    said = re.sub(r"noqa(: ?[A-Z0-9, ]+)?", "", lines[node.end_lineno - 1].partition("#")[2])
                    said += lines[node.lineno - 2].partition("#")[2]
                    if not re.search(r"\w{2}", said):
                        wrong.append(f"{module.where}:{node.lineno}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_every_file_says_why_it_exists_and_stays_short(modules) -> None:
    mute = [module.where for module in modules if module.text.strip() and not ast.get_docstring(module.tree)]
    long = [module.where for module in modules if module.text.count("\n") > LONGEST]
    assert not mute, mute
    assert not long, long


def test_nothing_is_called_utils(modules) -> None:
    vague = {"utils", "misc", "helpers", "common", "manager", "managers", "data", "info"}
    assert not [module.where for module in modules if vague & set(module.name.split("."))]


def test_only_the_installation_reads_the_environment(modules) -> None:
    allowed = ("config/", "fronts/cli/")
    wrong = [module.where for module in modules if re.search(r"os\.environ|os\.getenv", module.text)]
    entry = {"fronts/mcp/asgi.py", "kernel/events/worker.py"}  # name the settings module before Django starts
    assert not [where for where in wrong if not where.startswith(allowed) and where not in entry]
