"""The offline line in browsers that are not Chromium: one journey, one adapter for each engine."""
