"""Rendering as the program uses it: from several threads, in long runs, with the same bytes each time."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from tracemalloc import get_traced_memory, start, stop

from deskapp.papers import A4, NCR_241X140, Copy, Field, Head, Row, Section, print_form
from deskapp.papers.fonts import RENDERING

from . import reading, samples


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert samples.slip().pdf == samples.slip().pdf
    assert samples.slip().pdf != samples.slip(name="王芳").pdf


def _many_at_once() -> list[bytes]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads change places as often as they can
    try:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda n: samples.receipt(NCR_241X140, name=f"客户{n}").pdf, range(12)))
    finally:
        sys.setswitchinterval(interval)


def test_preview_and_print_at_the_same_time_do_not_disturb_each_other() -> None:
    assert _many_at_once() == [samples.receipt(NCR_241X140, name=f"客户{n}").pdf for n in range(12)]


def test_one_paper_is_written_at_a_time_because_the_font_files_keep_a_read_position() -> None:
    free: list[bool] = []

    def body(copy: Copy) -> Sequence[Section]:
        with ThreadPoolExecutor(1) as other:
            free.append(other.submit(RENDERING.acquire, blocking=False).result())
        return [Section([Row(Field("姓名", "王芳", span=4))])]

    print_form(paper=A4, head=Head("恒信汽车", "标题"), body=body)
    assert free == [False]
    assert RENDERING.acquire(blocking=False)
    RENDERING.release()


def test_a_long_run_of_papers_keeps_no_memory() -> None:
    samples.slip(A4)
    start()
    try:
        for n in range(5):
            samples.receipt(NCR_241X140, name=f"客户{n}")
        before, _ = get_traced_memory()
        for n in range(20):
            samples.receipt(NCR_241X140, name=f"客户{n}")
        after, _ = get_traced_memory()
    finally:
        stop()
    assert after - before < 100_000


def test_charts_and_figures_go_on_the_same_grid_as_forms() -> None:
    printed = samples.report()
    assert printed.pages == 1
    text = reading.text_of(printed.pdf)
    assert "维修质量" in text
    assert "100%" in text
    assert "工作日" in text
