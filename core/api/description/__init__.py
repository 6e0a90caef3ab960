"""The API's own description (OpenAPI 3.1), derived from the views; see docs/adr/0029."""
