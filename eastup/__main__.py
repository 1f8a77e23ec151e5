"""``python -m eastup`` is ``eastup``."""

from eastup.cli import main

main()
