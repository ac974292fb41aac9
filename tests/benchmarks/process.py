"""Other processes of the bench: how they are started, what they say, how much memory they hold."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

ROOT = Path(__file__).parent.parent.parent
BYTECODE = ROOT / "build" / "bench" / "bytecode"  # an installed program has its bytecode, whatever this shell says about writing it
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4_096


def memory_mib() -> float:
    """Memory this process holds, shared libraries included."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1_048_576


def environment() -> dict[str, str]:
    """That of this process, with bytecode as an installed program has it."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**ours, "PYTHONPYCACHEPREFIX": str(BYTECODE)}


def compile_program() -> None:
    """Write the bytecode that is missing."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", "deskapp", "ui"], cwd=ROOT, env=environment(), check=True)


def run_module(module: str, *args: object, more: dict[str, str] | None = None) -> dict[str, Any]:
    """Run `python -m tests.benchmarks.MODULE` and read the JSON of its last line; `begun` is when it was started, on its own clock."""
    begun = monotonic()
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, args)],
        cwd=ROOT,
        env={**environment(), **(more or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-4_000:]}")
    return {"begun": begun, **json.loads(done.stdout.strip().splitlines()[-1])}
