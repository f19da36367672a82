"""One walk past every screen, for those who photograph it and those who examine it. No test lives here."""
