"""Past returns in bulk, and the returns of the demo store."""

from storecrew.shop.returns.models import Disposition, Kind
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.writing.past import PastReturn, write_many

__all__ = ["Disposition", "Kind", "PastReturn", "Reason", "write_many"]
