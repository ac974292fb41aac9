"""Characters as keyboards, input methods and spreadsheets deliver them, brought to one form."""

import re
import unicodedata

DASHES = "-‐‑‒–—―−－﹣_"
MIDDLE_DOTS = "·•．・‧･⋅∙·"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FOLDED = _FULL_WIDTH | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_DROPPED_IN_CODES = rf"[\s{re.escape(DASHES + MIDDLE_DOTS)}.]+"
_DROPPED_IN_QUERIES = rf"[{re.escape(DASHES + MIDDLE_DOTS)}.'’`]+"
_VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DIGITS_AND_BLANKS = r"[0-9 ]+"
_SPACED_PLATE = r"([\u4e00-\u9fff][a-z]) ([a-z0-9]{4,6}[\u4e00-\u9fff]?)"
_SPACED_NUMBER = r"([a-z]{2}) ?([0-9]{4,8}) ([0-9]{3,})"


def is_han(character: str) -> bool:
    """True for ideographs of every plane, the rare ones of names (䶮 㛃 𫍯 𬭎) and 〇 included."""
    code = ord(character)
    return 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFD or code == 0x3007


def narrow(text: str) -> str:
    """Full-width letters, digits and blanks as ASCII, radicals as characters; everything else untouched.

    An input method left in full-width mode types the first, text copied from a PDF brings the second (⼭ for 山).
    """
    return text.translate(_FOLDED)


def visible(text: str) -> str:
    """Without zero-width and other invisible format characters, and without variation selectors: pasted text carries them unseen."""
    if text.isprintable() and not _VARIATION_SELECTOR.search(text):
        return text  # nearly always: an import asks it a million times
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and not _VARIATION_SELECTOR.match(c))


def code_form(text: str) -> str:
    """A number or plate in its one spelling: NFKC, upper case, without blanks, dashes and dots."""
    return re.sub(_DROPPED_IN_CODES, "", unicodedata.normalize("NFKC", visible(text)).upper())


def fold(text: str) -> str:
    """A query, or a word of the search index, in the form both are compared in.

    NFKC, lower case, ü as v, without dashes, dots and apostrophes. Blanks part the words of a query ("张 8888") and are
    dropped where they only group one number: "138 2601 2607", "粤B 3K852", "HY 20261123 001".
    Folding twice gives the same.
    """
    folded = unicodedata.normalize("NFKC", visible(text))
    folded = unicodedata.normalize("NFKC", folded.lower()).replace("ü", "v")
    words = " ".join(re.sub(_DROPPED_IN_QUERIES, "", folded).split())
    if re.fullmatch(_DIGITS_AND_BLANKS, words):
        return words.replace(" ", "")
    if match := re.fullmatch(_SPACED_NUMBER, words) or re.fullmatch(_SPACED_PLATE, words):
        return "".join(match.groups())
    return words
