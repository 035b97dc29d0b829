"""``python -m pipeline`` is the command plancoder."""

from pipeline.cli.main import main

if __name__ == "__main__":
    main()
