"""An event is written in the transaction that made it happen, or not at all."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import transaction

from core.contexte import Contexte, ouvrir
from core.models import Evenement
from core.outbox import publier


@dataclass(frozen=True)
class Essai:
    type: ClassVar[str] = "essai.fait"
    version_schema: ClassVar[int] = 3
    ligne_id: int
    motif: str | None = None


@pytest.mark.django_db
def test_ce_qui_est_ecrit() -> None:
    with ouvrir(Contexte(request_id="abc")):
        publier(Essai(ligne_id=7))
    row = Evenement.objects.get()
    assert (row.type, row.version_schema, row.request_id) == ("essai.fait", 3, "abc")
    assert row.donnees == {"ligne_id": 7, "motif": None}
    assert row.cree_le is not None
    assert str(row) == f"essai.fait {row.pk}"


def test_hors_transaction_cest_refuse(base_reelle: None) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="transaction"):
        publier(Essai(ligne_id=7))
    assert not Evenement.objects.exists()


def test_ce_qui_est_annule_nest_jamais_arrive(base_reelle: None) -> None:
    with transaction.atomic():
        publier(Essai(ligne_id=7))
        transaction.set_rollback(True)
    assert not Evenement.objects.exists()
    with transaction.atomic():
        publier(Essai(ligne_id=8))
    assert Evenement.objects.get().donnees["ligne_id"] == 8
