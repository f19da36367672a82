"""The only SQL. Tables, readers (nouns.py) and writers (noun_writes.py); nothing here commits but unit_of_work."""
