"""What `make bench` measures, against a real server and a real browser. Never part of the test suite."""
