"""Admin of calendar links: who has one, and when it was last read."""

from core.admin_base import AdminBase
from planning.models import LienAgenda


class LienAgendaAdmin(AdminBase[LienAgenda]):
    """Read only: a link is made where its secret is shown, on the agenda's page."""

    list_display = ("technicien", "cree_le", "revoque_le", "dernier_acces")
    list_filter = ("revoque_le",)
    search_fields = ("technicien__user__full_name",)
    list_select_related = ("technicien__user", "cree_par")
