"""A list of everybody: how long to its first paint, and what it adds to the memory of the process."""

from tests.benchmarks.process import run_module
from tests.benchmarks.stores import Store
from tests.benchmarks.table import Budget, Figure
from tests.benchmarks.timing import sample_of


def figures(store: Store) -> list[Figure]:
    """The member list of a store: with 100k customers and more it has at least 100,000 rows."""
    found = run_module("long_list", store.url)
    what = f"list of {found['rows']:,} rows to first paint"
    return [
        Figure(what, store.at, sample_of(found["taken"]), budget=Budget(50)),
        Figure("… memory added", store.at, sample_of([found["after"] - found["before"]]), budget=Budget(15, unit="MiB"), unit="MiB"),
    ]
