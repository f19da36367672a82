"""One command per file, named as a verb phrase. Each owns its transaction; nothing else writes."""
