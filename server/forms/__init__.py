"""E-forms: a spreadsheet becomes an XForm and its questions; a submission becomes answers and what they mean.

Pure: bytes in, values out; it knows no table and no clock.
"""
