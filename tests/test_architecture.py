"""The suite guards the house: floors, rooms, rights."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in ("deskapp", "ui", "tests")
    for path in (ROOT / folder).rglob("*.py")
} | {"main.py": (ROOT / "main.py").read_text(encoding="utf-8")}
FEATURES = (
    "staff",
    "store",
    "customers",
    "points",
    "members",
    "handovers",
    "gifts",
    "checklists",
    "rectification",
    "lounge",
    "inspection",
    "complaints",
    "privacy",
    "analysis",
    "today",
)

WITHOUT_WINDOWS_YET: tuple[str, ...] = ()
"""Features whose rules stand and whose windows come next: their services are called by tests alone. This list only shrinks."""

# (files, but not these, pattern, why it must not stand there)
HOUSE_RULES = (
    (r"^deskapp/", r"$^", r"PySide6|QtCore", "what the desk does knows no windows"),
    (
        r"^(deskapp|ui)/",
        r"^ui/session\.py$",
        r"datetime\.now\(|date\.today\(|time\.time\(",
        "time is a parameter",
    ),
    (r"^ui/", r"$^", r"execute_sql|\bSELECT\b|\bINSERT\b|import peewee", "windows know no SQL"),
    (r"^ui/", r"^ui/kit/theme\.py$", r"\"#[0-9A-Fa-f]{6}", "colours have one home"),
    (r"^(deskapp|ui)/", r"$^", r"(?m)^\s*print\(", "a window tells people things, a service returns them"),
    (r"^(deskapp|ui|tests)/", r"^tests/test_architecture\.py$", r"TODO|FIXME|\bXXX\b", "work is finished or not begun"),
    (r"^tests/", r"^tests/test_architecture\.py$", r"time\.sleep\(|qWait\(", "a test waits for what happens, never for a while"),
    (r"^deskapp/(?!data/)", r"$^", r"\.delete\(\)|delete_instance|delete_by_id", "nothing is deleted"),
)


@pytest.mark.parametrize(("where", "not_in", "pattern", "reason"), HOUSE_RULES, ids=[rule[3] for rule in HOUSE_RULES])
def test_each_line_is_in_its_room(where, not_in, pattern, reason):
    found = [
        f"{name}:{text[: match.start()].count(chr(10)) + 1}: {match.group()}"
        for name, text in SOURCES.items()
        if re.search(where, name) and not re.search(not_in, name)
        for match in re.finditer(pattern, text)
    ]
    assert found == []


def test_features_stand_on_floors():
    # In a process of its own: it takes the logging of this one for itself.
    linter = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache")
    done = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _services() -> dict[tuple[str, str], ast.FunctionDef]:
    """Public functions of the features that take `act`: (file, name) -> definition."""
    found = {}
    for name, text in SOURCES.items():
        parts = name.split("/")
        if len(parts) != 3 or parts[0] != "deskapp" or parts[1] not in FEATURES or parts[2] in ("domain.py", "tables.py"):
            continue
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "act" in [a.arg for a in node.args.kwonlyargs]:
                found[name, node.name] = node
    return found


def _calls(node: ast.AST) -> set[str]:
    """Names of what a piece of code calls or hands on."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}


SERVICES = _services()


def _used_by_ui() -> set[tuple[str, str]]:
    """Services that windows import: (file, name)."""
    used: set[tuple[str, str]] = set()
    for path, text in SOURCES.items():
        if not path.startswith(("ui/", "main.py")) or path.startswith("ui/tour/"):  # the tour drives windows, it is none
            continue
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("deskapp."):
                module = node.module.replace(".", "/")
                used |= {(f"{module}.py", alias.name) for alias in node.names}
                # `from deskapp.points import reading`: whatever the file calls of it.
                used |= {(f"{module}/{alias.name}.py", name) for alias in node.names for name in _calls(tree)}
    return used


USED_BY_UI = _used_by_ui()


def test_every_service_has_a_caller():
    def used_elsewhere(path: str, name: str) -> bool:
        return (path, name) in USED_BY_UI or any(
            re.search(rf"\b{name}\b", text) for other, text in SOURCES.items() if other.startswith("deskapp/") and other != path
        )

    waiting = tuple(f"deskapp/{feature}/" for feature in WITHOUT_WINDOWS_YET)
    unused = (f"{path}: {name}" for path, name in SERVICES if not path.startswith(waiting) and not used_elsewhere(path, name))
    assert sorted(unused) == []


# What may be written without a right, and why.
WITHOUT_A_RIGHT = {
    "first_run": "nobody is there yet who could have a right",
    "sign_in": "everybody may try",
    "recover_manager_pin": "the recovery code is the right",
    "change_own_pin": "the old PIN is the right",
    "count_print": "whoever may see the record may print it",
    "confirm_check": "the PIN of the checked side is the right",
}


# How a right is asked: for everything, or for a department's notice by its head, a row's owner, or from the signed paper.
ASKING = {"require", "require_any", "require_for", "require_answering", "_require_owner"}
# For a slip: who routes its category, who wrote the draft, who voids what stage, who may propose for it.
ASKING |= {"require_routing", "_require_editing", "require_attaching", "_require_voiding", "_require_proposing"}


def test_every_write_a_window_can_reach_asks_a_right():
    unasked = {
        name
        for (path, name), node in SERVICES.items()
        if (path, name) in USED_BY_UI and "writing" in _calls(node) and not ASKING & _calls(node)
    }
    assert unasked <= set(WITHOUT_A_RIGHT)


# Rights and rules of parts of the plan that are not built yet.
RIGHTS_NOT_YET = frozenset(("COMMENT_REPORTS",))


def test_every_right_is_asked_somewhere():
    from deskapp.staff.domain import Right

    asked = {
        right.name
        for right in Right
        if any(
            f"Right.{right.name}" in text
            for path, text in SOURCES.items()
            if path.startswith("deskapp/") and path != "deskapp/staff/domain.py"
        )
    }
    assert {right.name for right in Right} - asked == RIGHTS_NOT_YET


def test_every_rule_of_practice_is_used():
    from deskapp.settings.declare import Setting
    from deskapp.start import SETTINGS

    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    names: dict[str, str] = {}
    for feature in (*FEATURES, "settings"):
        if f"deskapp/{feature}/domain.py" not in SOURCES:
            continue
        for name, bound in vars(import_module(f"deskapp.{feature}.domain")).items():
            for setting in (bound,) if isinstance(bound, Setting) else bound.values() if isinstance(bound, dict) else ():
                if isinstance(setting, Setting):
                    names[setting.key] = name
    code = "\n".join(text for path, text in SOURCES.items() if path.startswith(("deskapp/", "ui/")))
    declared_and_listed = 2
    unused = [s.key for s in SETTINGS if len(re.findall(rf"\b{names[s.key]}\b", code)) <= declared_and_listed]
    assert unused == []
