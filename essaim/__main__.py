import sys

from essaim.cli import main

sys.exit(main())
