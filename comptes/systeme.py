"""The program itself as an actor: upkeep jobs act as `SYSTEME`, which no one can sign in as."""

from dataclasses import dataclass

from comptes.choices import Role


@dataclass(frozen=True)
class Systeme:
    """Has an administrator's rights and no account: the audit trail shows « Système »."""

    pk: None = None
    role: str = Role.ADMIN
    is_active: bool = True
    is_authenticated: bool = True

    def __str__(self) -> str:
        return "Système"


SYSTEME = Systeme()
