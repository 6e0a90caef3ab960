"""The pages in a real Chromium, against the production server on demo data."""
