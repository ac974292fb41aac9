"""How much a file may cost the PC before it is refused, each figure with its reason."""

MIB = 1024 * 1024

FILE_BYTES = 64 * MIB
"""A packed workbook. 100,000 members with twenty columns make 8 MiB; eight times that is no member list any more."""

CSV_BYTES = 256 * MIB
"""A text file. It is read in a stream, so only patience limits it: 100,000 members make 20 MiB."""

UNPACKED_BYTES = 512 * MIB
"""All parts of a workbook unpacked. 100,000 members make 80 MiB of XML."""

UNPACKED_RATIO = 250
"""Unpacked to packed size of one part. Tables of equal rows reach 60; deflate itself ends at 1032, which only a bomb comes near."""

RATIO_FROM_BYTES = 4 * MIB
"""Parts that unpack to less may have any ratio: they can do no harm."""

ENTRIES = 4_000
"""Parts of a workbook: sheets, styles and one for each picture."""

ROWS = 200_000
"""Rows with something in them. Ten times what a store gathers in years; more is done in several files."""

COLUMNS = 256
"""Columns up to the last one with something in it."""

CELL_CHARACTERS = 32_767
"""What one cell of a workbook can hold."""

CHILD_BYTES = 1024 * MIB
"""Memory of the process that reads a workbook; our PCs have 4 GB. A hostile sheet asked for more than 100 GB."""

CHILD_SECONDS = 40
"""Time until a workbook is read. The largest allowed takes 5 s here; a slow PC gets eight times that."""

WRITE_ROWS = 1_000_000
"""A sheet ends at 1,048,576 rows; what does not fit is refused before the first is written."""
