"""Static files under names that change with their content."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


def without_source_maps(patterns: tuple[Any, ...]) -> tuple[Any, ...]:
    """Drop the patterns that would look for source maps from a storage's patterns."""
    return tuple(
        (files, tuple(one for one in found if "sourceMappingURL" not in str(one)))
        for files, found in patterns
    )


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Leaves the names of source maps alone.

    Packages that ship minified files often leave their maps out, which would be an
    error; and a file that is rewritten no longer has the checksum its page expects.
    """

    patterns = without_source_maps(CompressedManifestStaticFilesStorage.patterns)
