"""``python -m eastup.cli`` is ``eastup``."""

from eastup.cli.main import main

main()
