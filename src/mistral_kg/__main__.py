"""Run the command as `python -m mistral_kg`."""

import sys

from mistral_kg.cli import main

sys.exit(main())
