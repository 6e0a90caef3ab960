"""What `make` calls: set-up, server, tests and checks, with the standard library only."""
