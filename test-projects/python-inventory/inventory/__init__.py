"""Stock keeping for a small warehouse: the names a caller needs, re-exported from where they live."""

from .catalog import Catalog as Catalog
from .models import *
from .models import supplier as suppliers
from .services.restocking import restock

__version__ = "0.3.0"
