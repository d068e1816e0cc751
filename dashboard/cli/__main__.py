"""``python -m dashboard.cli``: the same as the command ``frontline``."""

import sys

from dashboard.cli import main

sys.exit(main())
