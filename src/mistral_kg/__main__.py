"""Run the command as `python -m mistral_kg`."""

import sys

from mistral_kg.cli.main import main

sys.exit(main())
