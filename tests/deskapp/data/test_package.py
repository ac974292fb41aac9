"""What may be imported before the database is."""

import subprocess
import sys

import pytest

import deskapp.data


def test_windows_take_plain_values_without_loading_the_database():
    script = "import sys, deskapp.data.location; from deskapp.data import Act; Act; sys.exit('peewee' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    loads = script.replace("import Act; Act;", "import writing; writing;")
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 1, "the check above sees peewee when it comes"


@pytest.mark.parametrize("name", deskapp.data.__all__)
def test_every_exported_name_exists(name):
    assert getattr(deskapp.data, name) is not None


def test_an_unknown_name_is_an_error():
    with pytest.raises(AttributeError, match="no_such_name"):
        deskapp.data.no_such_name  # noqa: B018 - the look-up is the test
