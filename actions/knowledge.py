"""The knowledge as the actions read it: loaded on first use, since imports must do nothing."""

from functools import lru_cache

from econtacts_core.knowledge import Knowledge, knowledge_directory, load_knowledge


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """Return the knowledge. Raises `KnowledgeError` when a file is wrong."""
    return load_knowledge(knowledge_directory())
