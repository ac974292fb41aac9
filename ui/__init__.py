"""The windows. They call services of `deskapp` and show the dataclasses these return; they know no SQL."""
