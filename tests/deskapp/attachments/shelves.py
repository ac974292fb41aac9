"""Photos kept in the open store, as a feature keeps them."""

import itertools

from deskapp.attachments.domain import Photo
from deskapp.attachments.intake import take_in
from deskapp.attachments.service import attach, keep
from deskapp.data import Act, writing
from tests.conftest import MORNING
from tests.deskapp.attachments.pictures import as_file, drawing

_numbers = itertools.count(1)


def a_photo(colour: str = "#2b6be4") -> Photo:
    return take_in(as_file(drawing(400, 300, colour)))


def kept(photo: Photo) -> int:
    """Keep and name a photo in an act of its own; the id of its attachment."""
    waiting = keep(photo)
    with writing(Act(None, MORNING, "前台1", f"photo-{next(_numbers)}"), "keep_photo", photo=photo.hash) as tx:
        return attach(tx, waiting)
