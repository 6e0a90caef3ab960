"""One row for the firm, read through one function, in the house before and after set-up."""

import pytest
from django.db import IntegrityError, transaction

from core.models import Organisation
from core.organisation import organisation

pytestmark = pytest.mark.django_db


def test_avant_toute_installation_les_pages_saffichent() -> None:
    firm = organisation()
    assert (firm.pk, str(firm)) == (1, "ERP MIF Maroc")
    assert not Organisation.objects.exists()


def test_la_firme() -> None:
    Organisation.objects.create(pk=1, nom="Atlas Maintenance")
    assert organisation().nom == "Atlas Maintenance"


def test_il_ny_en_a_quune() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(pk=2, nom="Une autre")
