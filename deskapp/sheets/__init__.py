"""Tables in files: xlsx, xls, ods and CSV in, xlsx and CSV out. `reading.open_table` and `writing.write_xlsx`, `write_csv`.

Importing the package imports nothing else: the process that reads a workbook starts faster.
"""
