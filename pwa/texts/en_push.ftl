# The notice that a push message shows, also while the app is locked or closed: never a name.
push-title = Your visits have changed
