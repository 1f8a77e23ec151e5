"""``python -m eastup.cli`` is ``eastup``."""

from eastup.cli import main

main()
