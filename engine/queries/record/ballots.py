"""Are the published records of ballots still those whose hash the record tells, and do their votes give the result?"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.chain import Finding
from engine.domain.recount import check_record, record_hash
from engine.store.models import Ballot, Event


def check_ballots(session: Session) -> Iterator[Finding]:
    """`ballot`: a record is another, gone, or was never counted; `ballot_count`: its votes give another result."""
    records = {one.code: one for one in session.scalars(select(Ballot).order_by(Ballot.id)) if one.record is not None}
    query = select(Event).where(Event.type == "ballot.counted").order_by(Event.instance_id, Event.seq)
    for event in session.scalars(query):
        ballot, expected = records.pop(str(event.data.get("ballot")), None), str(event.data.get("record"))
        record = ballot.record if ballot is not None else None
        found = record_hash(record) if record is not None else "-"
        at = event.at.isoformat()
        if found != expected:
            yield Finding("ballot", event.instance_id, event.seq, at, expected=expected, found=found)
        elif record is not None and (bad := check_record(record)):
            yield Finding("ballot_count", event.instance_id, event.seq, at, found="；".join(bad))
    for ballot in records.values():
        yield Finding("ballot", ballot.instance_id, expected="-", found=record_hash(ballot.record or {}))
