"""How a name is read in pinyin, for the search index and the order of lists (rules.md §6).

Three tables in resources/names: characters with their usual reading, words that are read otherwise than their characters (银行, 音乐), and
surnames, most of which a dictionary reads wrong (单 as dan, 仇 as chou). Search matches both readings of a surname: what is right and what
the clerk's input method taught him. The first two are taken from pypinyin, whose own dictionaries cost 55 MB and half a second.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from deskapp.errors import UserError
from deskapp.typed.characters import fold, is_han
from deskapp.typed.judged import Judged

_PERSON_LENGTH = 4
_WORD_LENGTHS = (3, 2)  # of the words in the table; the longest is asked first
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|van|vn|[aeiouv])"
)


@dataclass(frozen=True, slots=True)
class NameReadings:
    """Every reading of a name, the likeliest first, in small ASCII letters (characters that have none stand as they are).

    `full` has all syllables joined, `initials` one letter a Chinese character and whole words of other scripts;
    `sort_key` is the likeliest reading with its syllables parted, so that 张 sorts before 张伟 before 赵.
    """

    full: tuple[str, ...]
    initials: tuple[str, ...]
    sort_key: str


def name_readings(name: str, override: str = "") -> NameReadings:
    """The readings of a judged name of a person or company.

    `override` is the person's own reading (see `judge_reading`) and comes first; fewer syllables than characters override
    the beginning, so "shan" is enough for 单伟. ü is given as v, u and yu (吕: lv, lu, lyu).
    A name without Chinese characters costs no table.
    """
    runs = tuple((chinese, "".join(run)) for chinese, run in groupby(name, key=is_han))
    readings = _readings(runs)
    if syllables := override.split():
        readings = ((*_overridden(readings[0], runs, syllables),), *readings)
    full = dict.fromkeys(spelling for reading in readings for spelling in _spellings("".join(s for s, _ in reading)))
    initials = dict.fromkeys("".join(initial for _, initial in reading) for reading in readings)
    return NameReadings(tuple(full), tuple(initials), " ".join(s for s, _ in readings[0]))


_Reading = tuple[tuple[str, str], ...]
"""Pairs of syllable and initial."""


def _readings(runs: tuple[tuple[bool, str], ...]) -> tuple[_Reading, ...]:
    if not runs or not runs[0][0]:
        return (_plain(runs),)
    first, rest = runs[0][1], _plain(runs[1:])
    surname, known = _surname(first)
    given = _han(first[len(surname) :])
    tabled = tuple(tuple((s, s[0]) for s in reading.split()) + given + rest for reading in known)
    if len(first) > _PERSON_LENGTH or len(runs) > 1:
        return (_han(first) + rest, *tabled)
    return (*tabled, _han(surname) + given)


def _plain(runs: tuple[tuple[bool, str], ...]) -> _Reading:
    return tuple(pair for chinese, run in runs for pair in (_han(run) if chinese else _word(run)))


def _word(run: str) -> _Reading:
    return tuple((word, word) for word in fold(run).split())


@lru_cache(maxsize=50_000)
def _han(run: str) -> _Reading:
    """Word by word where a word is read otherwise than its characters (银行), else character by character.

    Cached, because given names repeat and an import reads 100,000 of them.
    """
    words, syllables, at = _words(), list[str](), 0
    while at < len(run):
        word = next((run[at : at + length] for length in _WORD_LENGTHS if run[at : at + length] in words), run[at])
        syllables += words.get(word) or _character(word)
        at += len(word)
    return tuple((syllable, syllable[0]) for syllable in syllables)


@cache
def _character(char: str) -> tuple[str, ...]:
    """The usual reading of one character, as it stands when it has none: a table of 42,000 is searched, not kept in a dictionary."""
    return next(((reading,) for reading, characters in _characters() if char in characters), (char,))


def _surname(run: str) -> tuple[str, tuple[str, ...]]:
    """The surname at the start of the run, and its readings in the table (none for the many that pypinyin reads right)."""
    table = _surnames()
    for length in (2, 1):
        if known := table.get(run[:length]):
            return run[:length], known
    return run[:1], ()


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[str, ...]]:
    return {row["surname"]: tuple(r for r in (row["reading"], row["also"]) if r) for row in _table("surnames")}


@lru_cache(maxsize=1)
def _characters() -> tuple[tuple[str, str], ...]:
    return tuple((row["reading"], row["characters"]) for row in _table("characters"))


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    return {row["word"]: tuple(row["reading"].split()) for row in _table("words")}


def _table(name: str) -> Iterator[dict[str, str]]:
    from importlib.resources import files  # not before the first Chinese name

    return csv.DictReader((files("resources") / "names" / f"{name}.csv").read_text(encoding="utf-8").splitlines())


def _overridden(reading: _Reading, runs: tuple[tuple[bool, str], ...], syllables: list[str]) -> _Reading:
    """The reading with its Chinese syllables replaced from the first on, as far as there are any in the override."""
    rest = iter(syllables)
    chinese = [han for han, run in runs for _ in (run if han else fold(run).split())]
    own = [next(rest, syllable) if han else syllable for han, (syllable, _) in zip(chinese, reading, strict=True)]
    return tuple((syllable, syllable[0] if han else syllable) for han, syllable in zip(chinese, own, strict=True))


def _spellings(reading: str) -> tuple[str, ...]:
    return (reading, reading.replace("v", "u"), reading.replace("v", "yu")) if "v" in reading else (reading,)


def judge_reading(text: str, *, name: str, field: str = "reading") -> Judged[str]:
    """A personal reading of `name`: one pinyin syllable a Chinese character, parted by blanks, the surname alone is enough.

    Gives small letters, ü as v. Refuses what is no syllable (also two in one: "shanwei") and more syllables than characters.
    """
    syllables = re.sub(r"['’]", " ", text.replace("Ü", "ü")).replace("ü", "v").lower().split()
    syllables = fold(" ".join(syllables)).split()
    if not syllables:
        raise UserError("请输入拼音", field=field)
    if wrong := next((s for s in syllables if not _SYLLABLE.fullmatch(s)), ""):
        raise UserError(f"“{wrong}”不是一个字的拼音，请每个字一个拼音、用空格隔开", field=field)
    if len(syllables) > (characters := sum(map(is_han, name))):
        raise UserError(f"姓名有 {characters} 个汉字，拼音却有 {len(syllables)} 个", field=field)
    return Judged(" ".join(syllables))
