# The page Today.
today-title = Today
