"""Only actions, handlers and jobs write; a page or a read that did would escape permission, audit and transaction."""

import ast

import pytest

pytestmark = pytest.mark.architecture

WRITERS = {"actions", "writing", "handlers", "jobs", "demo"}
"""Modules, or packages, of these names may write: `writing` is what a room's actions share; a demo writes the past."""
ALWAYS = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
MECHANISMS = {
    "kernel/events/": "the outbox and its worker: they keep what actions announced, and how far each delivery is",
    "kernel/jobs/running.py": "gives long works their turns and keeps how each ended",
    "kernel/jobs/ticking.py": "fires schedules and keeps how each run went",
    "kernel/jobs/work.py": "a step of a long work: its report and cursor, in the transaction of what it did",
    "kernel/audit/forgetting.py": "erases what is personal from rows that nobody else may touch",
    "kernel/approvals/execution.py": "marks a request as carried out, in the transaction of the act it releases",
    "kernel/media/images.py": "pictures into memory, no rows",
    "kernel/media/keeping.py": "files named by their content into the storage, no rows",
    "kernel/people/accounts.py": "allauth's tables, which no action owns; called by actions of this room",
    "kernel/people/middleware.py": "when a session was last seen, once in five minutes",
    "kernel/people/models.py": "closes a dated row; called by actions of this room",
    "kernel/people/tokens.py": "issues and marks bearer tokens; called by actions, and when a token is shown",
    "shop/catalogue/search/": "an index, built anew from rows at any time",
    "kernel/safekeeping/": "copies whole databases and files, when nobody else may write",
    "shop/catalogue/transfer/": "the batches of an import, many rows at a time, inside its long work's steps",
    "shop/catalogue/texts.py": "the texts of a product; called by actions of this room",
    "shop/payments/providers/stripe/": "calls of the provider's library, no rows",
    "shop/payments/providers/test/": "the test bank's own file, which is no table of the store",
    "shop/shipping/rulebook.py": "the mark by which every process knows that rules have changed; called by actions",
    "fronts/storefront/design.py": "the one row of the storefront's look; called by actions of this room",
}
"""Path → why it writes without being an action and without a run."""


def test_nothing_but_actions_handlers_and_jobs_writes_rows(modules) -> None:
    wrong = []
    for module in modules:
        if WRITERS & set(module.name.split(".")[3:]) or _excused(module.where):
            continue
        wrong += [f"{module.where}:{line} .{name}(" for line, name in _writes(module.tree)]
    assert not wrong, "\n".join(wrong)


def test_every_excuse_is_still_needed(modules) -> None:
    writing = [module.where for module in modules if any(_writes(module.tree))]
    idle = [path for path in MECHANISMS if not any(where.startswith(path) for where in writing)]
    assert not idle, idle


def _excused(where: str) -> bool:
    return any(where.startswith(path) for path in MECHANISMS)


def _writes(tree: ast.Module) -> list[tuple[int, str]]:
    """Writes outside of functions that take a `Run` or a `LongWork`: only the door and the worker make those."""
    inside = {id(node) for function in ast.walk(tree) if _takes_a_run(function) for node in ast.walk(function)}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or id(node) in inside:
            continue
        name = node.func.attr
        # dict.update and hash.update take their argument by position, QuerySet.update never does
        updates = name == "update" and node.keywords and not node.args
        if (name in ALWAYS or updates) and not _is_super(node.func.value):
            found.append((node.lineno, name))
    return found


def _takes_a_run(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef):
        return False
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    said = [ast.unparse(argument.annotation).split(".")[-1] for argument in arguments if argument.annotation]
    return bool({"Run", "LongWork"} & set(said))


def _is_super(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "super"
