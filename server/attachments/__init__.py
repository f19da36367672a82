"""Bytes only: keeping them (a local folder or S3, one contract), looking at them, and making pictures of them to show.

Offsets, fences and who may see what are `store` and `use_cases`; nothing here knows a council word.
"""
