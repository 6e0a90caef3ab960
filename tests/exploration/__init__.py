"""The running API against its own document: schemathesis, as each role."""
