"""The same rows through other people's sync, on the same machine in the same run. Installed into a folder of their own."""
