"""The workbook of a scheme: a form to fill offline that scores itself, and the way back from it.

`writing.write_workbook` makes it, `reading.read_workbook` reads one back. Nothing here names a scheme or a field:
sheets, drop-downs, formulas and checks all come from the scheme's data.
"""
