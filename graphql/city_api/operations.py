"""Where the persisted operations lie."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def operations_folder() -> Path:
    """Return the folder of the operations: in the wheel, or beside the package."""
    packed = PACKAGE / "operations"
    return packed if packed.is_dir() else PACKAGE.parent / "operations"
