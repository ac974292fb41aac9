"""Measure something many times and say its median and its slowest hundredth."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Sample:
    """What repeated measuring found."""

    median: float
    p99: float
    count: int


def sample_of(values: Sequence[float]) -> Sample:
    """Median and 99th percentile (the smallest value that 99 of 100 do not pass)."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return Sample(median, ordered[ceil(len(ordered) * 0.99) - 1], len(ordered))


def milliseconds(job: Callable[[], object]) -> float:
    """How long one run takes."""
    begun = perf_counter()
    job()
    return (perf_counter() - begun) * 1000


def repeated(jobs: Sequence[Callable[[], object]], *, warm: int = 3) -> Sample:
    """Run each job once and sample the milliseconds, after the first `warm` of them were run once for nothing."""
    for job in jobs[:warm]:
        job()
    gc.collect()
    return sample_of([milliseconds(job) for job in jobs])
