"""Every table of Doorstep, by noun. Importing this package fills the metadata; it holds columns and constraints, no queries."""

from __future__ import annotations

from server.store.tables.alerts import Alert, AlertAcknowledgement, AlertPiece, AlertTelling
from server.store.tables.app_tokens import AppToken
from server.store.tables.attachments import (
    Attachment,
    Cover,
    Derivative,
    KeptUpload,
    Upload,
    UploadPart,
)
from server.store.tables.cases import (
    CallTurn,
    Case,
    CodeList,
    Contact,
    Programme,
    Referral,
    ReferralExport,
    ReferralExportRow,
)
from server.store.tables.evidence import (
    CaseFile,
    DocumentType,
    EvidenceDecision,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceSending,
    EvidenceUpload,
)
from server.store.tables.forms import Form, FormUpload, FormVersion, Submission, SubmissionReview
from server.store.tables.house import AuditEntry, Job, ServerFact
from server.store.tables.imports import ImportBatch, ImportMapping, ImportRow, MissingDecision
from server.store.tables.links import ResidentLink, ResidentLinkCode
from server.store.tables.messages import Message, MessageTemplate
from server.store.tables.operations import (
    Conflict,
    ConflictSide,
    DeviceView,
    Operation,
    OperationClash,
    OperationSettlement,
    ViewMembership,
)
from server.store.tables.people import Device, DutyNumber, OrderToDevice, PushSubscription, Shift, Team, User
from server.store.tables.residents import (
    Address,
    ContactPreference,
    GazetteerEntry,
    Hold,
    LikelyDuplicate,
    MarkerCall,
    Resident,
    ResidentMerge,
    ResidentSource,
    WarningMarker,
)
from server.store.tables.sign_ins import PageSession, RefusedTries
from server.store.tables.visits import CheckIn, Visit, VisitAssignment, VisitProposal

__all__ = [
    "Address",
    "Alert",
    "AlertAcknowledgement",
    "AlertPiece",
    "AlertTelling",
    "AppToken",
    "Attachment",
    "AuditEntry",
    "CallTurn",
    "Case",
    "CaseFile",
    "CheckIn",
    "CodeList",
    "Conflict",
    "ConflictSide",
    "Contact",
    "ContactPreference",
    "Cover",
    "Derivative",
    "Device",
    "DeviceView",
    "DocumentType",
    "DutyNumber",
    "EvidenceDecision",
    "EvidenceFile",
    "EvidenceItem",
    "EvidenceRequest",
    "EvidenceSending",
    "EvidenceUpload",
    "Form",
    "FormUpload",
    "FormVersion",
    "GazetteerEntry",
    "Hold",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Job",
    "KeptUpload",
    "LikelyDuplicate",
    "MarkerCall",
    "Message",
    "MessageTemplate",
    "MissingDecision",
    "Operation",
    "OperationClash",
    "OperationSettlement",
    "OrderToDevice",
    "PageSession",
    "Programme",
    "PushSubscription",
    "Referral",
    "ReferralExport",
    "ReferralExportRow",
    "RefusedTries",
    "Resident",
    "ResidentLink",
    "ResidentLinkCode",
    "ResidentMerge",
    "ResidentSource",
    "ServerFact",
    "Shift",
    "Submission",
    "SubmissionReview",
    "Team",
    "Upload",
    "UploadPart",
    "User",
    "ViewMembership",
    "Visit",
    "VisitAssignment",
    "VisitProposal",
    "WarningMarker",
]
