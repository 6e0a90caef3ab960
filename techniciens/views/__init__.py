"""Pages of technicians and skills."""
