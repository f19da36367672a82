"""Running servers for end-to-end tests and benchmarks. No test lives here."""
