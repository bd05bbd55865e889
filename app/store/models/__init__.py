"""The tables as they stand at the newest migration, one class each."""

from app.store.models.base import Base
from app.store.models.bridge import SessionBridge, SessionBridgeVersion
from app.store.models.events import LogEvent, PatientEventCounter, PipelineEvent, ProcessingLog
from app.store.models.generations import Generation
from app.store.models.idempotency import IdempotencyKey
from app.store.models.journey import YourJourney, YourJourneyVersion
from app.store.models.keys import ServiceKey
from app.store.models.ledger import GenerationCost, ModelCall
from app.store.models.metadata import GenerationMetadata
from app.store.models.notes import ProgressNote, ProgressNoteVersion
from app.store.models.platform import Patient, TherapySession, User
from app.store.models.runs import Claim, Executor, Run, RunStep

__all__ = [
    "Base",
    "Claim",
    "Executor",
    "Generation",
    "GenerationCost",
    "GenerationMetadata",
    "IdempotencyKey",
    "LogEvent",
    "ModelCall",
    "Patient",
    "PatientEventCounter",
    "PipelineEvent",
    "ProcessingLog",
    "ProgressNote",
    "ProgressNoteVersion",
    "Run",
    "RunStep",
    "ServiceKey",
    "SessionBridge",
    "SessionBridgeVersion",
    "TherapySession",
    "User",
    "YourJourney",
    "YourJourneyVersion",
]
