"""The offer of the territory, the reference tables it speaks with, and the imports that fill it."""

from croisee.foundation.directory.models.imports import ImportChunk, ImportIssue, ImportRun, StagedRow
from croisee.foundation.directory.models.offer import Service, Structure
from croisee.foundation.directory.models.reference import ReferenceSet, ReferenceValue, SerafinCode
from croisee.foundation.directory.models.territory import Commune

__all__ = [
    "Commune",
    "ImportChunk",
    "ImportIssue",
    "ImportRun",
    "ReferenceSet",
    "ReferenceValue",
    "SerafinCode",
    "Service",
    "StagedRow",
    "Structure",
]
