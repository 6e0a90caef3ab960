"""Preventive plans as pages and figures: the list, a plan, its forms, the forecast."""
