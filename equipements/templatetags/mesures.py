"""A meter's value in a template: `{{ valeur|mesure:unite }}`."""

from django import template

from equipements.mesures import mesure

register = template.Library()
register.filter("mesure", mesure)
