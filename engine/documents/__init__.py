"""Documents coming in and going out; here the import of plans and ledgers as draft items."""

from engine.documents.columns import LedgerColumn, ledger_columns
from engine.documents.draft import Draft, DraftRow, Passage, SectionCount
from engine.documents.importing import import_file

__all__ = ["Draft", "DraftRow", "LedgerColumn", "Passage", "SectionCount", "import_file", "ledger_columns"]
