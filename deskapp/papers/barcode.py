"""Code 128 of digits: the bars of a number, in modules.

Written out here because importing reportlab's bar codes brings its whole layout engine along (0.1 s before the first paper).
"""

# ISO/IEC 15417: bar, space, bar, space, bar, space in modules, six digits for each of the symbol values 0–105
_PATTERNS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
_STOP = "2331112"
_START_C, _CODE_B = 105, 100
QUIET_MODULES = 10
"""White modules needed on each side of the code."""


def bars(digits: str) -> tuple[tuple[int, int], ...]:
    """The bars of a number as (first module, width in modules).

    Digits go in pairs (set C); an odd last digit is switched to set B.
    Raises ValueError for anything but digits: a Chinese input method swallows letters typed by a scanner (rules.md §3).
    """
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("a bar code holds digits only")
    values = [_START_C, *(int(digits[i : i + 2]) for i in range(0, len(digits) - 1, 2))]
    if len(digits) % 2:
        values += [_CODE_B, int(digits[-1]) + 16]
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    widths = "".join(_PATTERNS[6 * value : 6 * value + 6] for value in [*values, check]) + _STOP
    found: list[tuple[int, int]] = []
    at = 0
    for place, width in enumerate(map(int, widths)):
        if place % 2 == 0:
            found.append((at, width))
        at += width
    return tuple(found)


def modules(digits: str) -> int:
    """Width of the whole code in modules, without the quiet zones."""
    first, width = bars(digits)[-1]
    return first + width
