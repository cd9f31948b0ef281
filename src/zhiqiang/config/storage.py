"""Static files under names that carry their content's digest, compressed beside the original."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Also follows ``import`` between our own JavaScript modules."""

    support_js_module_import_aggregation = True
