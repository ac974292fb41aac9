"""The way of a slip from the first word to the archive, as it happens."""

import pytest

from deskapp.complaints.reading import complaint
from deskapp.complaints.states import State
from tests.deskapp.complaints.conftest import MONDAY


@pytest.mark.parametrize("state", State)
def test_a_slip_reaches_every_state(house, state):
    slip = house.slip(state)
    assert slip.state is state
    assert complaint(act=house.do(house.service, MONDAY), complaint_id=slip.id) == slip
