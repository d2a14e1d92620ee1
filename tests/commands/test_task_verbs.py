"""What people do with a task beside completing it: each verb with its permission, its refusals and its event."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.commands.instances.operate import cancel_instance
from engine.commands.instances.suspend import suspend_instance
from engine.commands.tasks.acting import OnTask
from engine.commands.tasks.add_signers import add_signers
from engine.commands.tasks.answer_urge import answer_urge
from engine.commands.tasks.claim import claim_task
from engine.commands.tasks.comment import comment_on_task
from engine.commands.tasks.copy_to import copy_task
from engine.commands.tasks.delegate import delegate_task
from engine.commands.tasks.hand_back import hand_back_task
from engine.commands.tasks.read_copy import read_copy
from engine.commands.tasks.release import release_task
from engine.commands.tasks.remove_signer import remove_signer
from engine.commands.tasks.save_draft import save_draft
from engine.commands.tasks.sign import Opinion, sign_task
from engine.commands.tasks.transfer import transfer_task
from engine.commands.tasks.urge import urge_task
from engine.domain.errors import AlreadyDone, Conflict, DubanError, Invalid, NotAllowed, NotFound
from engine.people.principals import of_person
from engine.site import Site
from engine.store.models import Event, Task, TaskCandidate
from engine.store.verbs import copies_of, find_draft, urges_of
from tests.support.diagrams import chain, diagram, end, start, task
from tests.support.instances import event_types, open_elements, start_process, task_at
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import (
    ADMINISTRATOR,
    HANDLER,
    LEADER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    UNIT_HEAD,
    act_of,
    deploy,
    move_clock,
    person,
    send_away,
)
from tests.support.record import findings
from tests.support.verbs import by, events, give, id_of, state_of, whose_turn

LINE = diagram(start(), task("draft"), task("check"), end(), chain("start", "draft", "check", "end"))
AGREE, REFUSE = Opinion(True, "同意"), Opinion(False, "材料不全")


def shared(site: Site) -> tuple[int, str]:
    """An instance whose first task two people may do."""
    started = begun(site)
    task_id = task_at(site, started, "draft")
    with site.writing() as session:
        for name in (HANDLER, SUBSTITUTE):
            session.add(TaskCandidate(task_id=task_id, principal=of_person(person(session, name).id)))
    return started, task_id


def begun(site: Site) -> int:
    deploy(site, LINE)
    return start_process(site, "p")


def mine(site: Site) -> tuple[int, str]:
    """An instance whose first task is the handler's."""
    started = begun(site)
    return started, give(site, task_at(site, started, "draft"), HANDLER)


def codes(error: DubanError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_what_somebody_has_claimed_nobody_else_completes_until_it_is_released(site: Site) -> None:
    started, task_id = shared(site)
    by(site, HANDLER, claim_task, task_id)
    by(site, HANDLER, claim_task, task_id)
    for verb in (lambda: by(site, SUBSTITUTE, claim_task, task_id), lambda: complete(site, SUBSTITUTE, task_id)):
        with pytest.raises(Conflict) as refused:
            verb()
        assert codes(refused.value) == ["tasks.claimed"]
    with pytest.raises(NotAllowed):
        by(site, SUBSTITUTE, release_task, task_id)
    by(site, HANDLER, release_task, task_id)
    complete(site, SUBSTITUTE, task_id)
    (claimed,) = events(site, started, "task.claimed")
    assert (claimed.before, claimed.after) == ({"claimed_by": None}, {"claimed_by": id_of(site, HANDLER)})
    assert findings(site) == []


def test_a_claim_of_somebody_who_may_not_do_it_any_more_binds_nobody(site: Site) -> None:
    _, task_id = shared(site)
    by(site, HANDLER, claim_task, task_id)
    with site.writing() as session:
        session.delete(session.get_one(TaskCandidate, (task_id, of_person(person(session, HANDLER).id))))
    complete(site, SUBSTITUTE, task_id)
    assert state_of(site, task_id) == "done"


def test_a_claim_of_somebody_who_is_away_binds_nobody_and_b_works_for_a(either_site: Site) -> None:
    site = either_site
    dispatch(site)
    task_id = open_task(site, "sign")
    by(site, HANDLER, claim_task, task_id)
    with pytest.raises(NotAllowed) as refused:
        by(site, SUBSTITUTE, transfer_task, task_id, id_of(site, UNIT_HEAD))
    assert codes(refused.value) == ["tasks.not_your_turn"]
    with site.writing() as session:
        send_away(session, HANDLER, MONDAY, MONDAY + timedelta(days=5))
    by(site, SUBSTITUTE, save_draft, task_id, {"decision": "sign"}, None)
    complete(site, SUBSTITUTE, task_id, decision="sign")
    with site.reading() as session:
        drafted = session.scalars(select(Event).where(Event.type == "task.draft_saved")).one()
    assert (drafted.actor_id, drafted.behalf_of_id) == (id_of(site, SUBSTITUTE), id_of(site, HANDLER))


def test_a_transferred_task_is_the_others_with_a_reason_on_record(either_site: Site) -> None:
    site = either_site
    started, task_id = shared(site)
    by(site, HANDLER, transfer_task, task_id, id_of(site, SUBSTITUTE), reason="外出培训")
    assert whose_turn(site, task_id) == {SUBSTITUTE}
    with pytest.raises(NotFound):
        complete(site, HANDLER, task_id)
    (event,) = events(site, started, "task.transferred")
    assert event.data["reason"] == "外出培训"
    assert event.after == {"belongs_to": [of_person(id_of(site, SUBSTITUTE))]}
    complete(site, SUBSTITUTE, task_id)


def test_a_transfer_needs_a_reason_and_somebody_else_who_is_here(site: Site) -> None:
    _, task_id = mine(site)
    for to, reason, code in (
        (id_of(site, SUBSTITUTE), " ", "tasks.reason"),
        (id_of(site, HANDLER), "忙", "tasks.has_it"),
        (999_999, "忙", "tasks.nobody"),
    ):
        with pytest.raises(Invalid) as refused:
            by(site, HANDLER, transfer_task, task_id, to, reason=reason)
        assert codes(refused.value) == [code]


def test_a_task_of_others_is_not_there_and_one_may_not_pass_on_what_one_only_sees(site: Site) -> None:
    _, task_id = mine(site)
    with pytest.raises(NotFound):
        by(site, SUBSTITUTE, transfer_task, task_id, id_of(site, LEADER))
    with pytest.raises(NotFound):
        by(site, SUBSTITUTE, comment_on_task, task_id, "看看")
    with pytest.raises(NotAllowed):
        by(site, OFFICER, transfer_task, task_id, id_of(site, LEADER))


def test_a_delegate_hands_back_and_the_delegator_hands_in(site: Site) -> None:
    started, task_id = mine(site)
    by(site, HANDLER, delegate_task, task_id, id_of(site, SUBSTITUTE))
    assert whose_turn(site, task_id) == {SUBSTITUTE}
    for verb in (
        lambda: complete(site, SUBSTITUTE, task_id),
        lambda: by(site, SUBSTITUTE, transfer_task, task_id, id_of(site, LEADER)),
        lambda: by(site, SUBSTITUTE, delegate_task, task_id, id_of(site, LEADER)),
    ):
        with pytest.raises(Conflict) as refused:
            verb()
        assert codes(refused.value) == ["tasks.delegated"]
    by(site, SUBSTITUTE, hand_back_task, task_id, {"text": "初稿"})
    assert whose_turn(site, task_id) == {HANDLER}
    with site.reading() as session:
        draft = find_draft(session, task_id, person(session, HANDLER).id)
    assert draft is not None and draft.variables == {"text": "初稿"}
    complete(site, HANDLER, task_id)
    assert [one for one in event_types(site, started) if one.startswith("task.")][-4:] == [
        "task.delegated",
        "task.handed_back",
        "task.completed",
        "task.opened",
    ]


def test_a_delegator_takes_it_back_at_any_time_and_nobody_else_does(site: Site) -> None:
    _, task_id = mine(site)
    with pytest.raises(Conflict):
        by(site, HANDLER, hand_back_task, task_id, {})
    by(site, HANDLER, delegate_task, task_id, id_of(site, SUBSTITUTE))
    with pytest.raises(NotAllowed):
        by(site, OFFICER, hand_back_task, task_id, {})
    by(site, HANDLER, hand_back_task, task_id, {})
    assert whose_turn(site, task_id) == {HANDLER}


@pytest.mark.parametrize("position", ["before", "beside"])
def test_a_task_is_not_handed_in_before_its_signers_have_given_their_opinion(site: Site, position: str) -> None:
    started, task_id = mine(site)
    people = [id_of(site, SUBSTITUTE), id_of(site, UNIT_HEAD)]
    one, other = by(site, HANDLER, add_signers, task_id, people, position)
    with pytest.raises(Conflict) as refused:
        complete(site, HANDLER, task_id)
    assert codes(refused.value) == ["tasks.signers_open"]
    by(site, SUBSTITUTE, sign_task, one.id, REFUSE)
    by(site, UNIT_HEAD, sign_task, other.id, AGREE)
    complete(site, HANDLER, task_id)
    assert [event.data["agree"] for event in events(site, started, "task.signed")] == [False, True]
    assert open_elements(site, started) == ["check"]


def test_what_is_handed_in_takes_effect_when_the_signers_afterwards_have_agreed(either_site: Site) -> None:
    site = either_site
    started, task_id = mine(site)
    people = [id_of(site, SUBSTITUTE), id_of(site, UNIT_HEAD)]
    one, other = by(site, HANDLER, add_signers, task_id, people, "after")
    assert state_of(site, one.id) == "planned"
    complete(site, HANDLER, task_id)
    assert state_of(site, task_id) == "signing"
    assert sorted(open_elements(site, started)) == ["draft", "draft"]
    by(site, SUBSTITUTE, sign_task, one.id, AGREE)
    by(site, UNIT_HEAD, sign_task, other.id, AGREE)
    assert state_of(site, task_id) == "done"
    assert open_elements(site, started) == ["check"]
    (completed,) = events(site, started, "task.completed")
    assert (completed.actor_id, completed.behalf_of_id) == (id_of(site, UNIT_HEAD), id_of(site, HANDLER))
    assert findings(site) == []


def test_one_signer_afterwards_who_does_not_agree_opens_the_task_again(site: Site) -> None:
    started, task_id = mine(site)
    people = [id_of(site, SUBSTITUTE), id_of(site, UNIT_HEAD)]
    one, other = by(site, HANDLER, add_signers, task_id, people, "after")
    complete(site, HANDLER, task_id)
    with pytest.raises(Invalid):
        by(site, SUBSTITUTE, sign_task, one.id, Opinion(False, " "))
    by(site, SUBSTITUTE, sign_task, one.id, REFUSE)
    assert (state_of(site, task_id), state_of(site, other.id)) == ("open", "cancelled")
    with pytest.raises(NotFound):
        by(site, UNIT_HEAD, sign_task, other.id, AGREE)
    complete(site, HANDLER, task_id)
    assert open_elements(site, started) == ["check"]


def test_a_signer_is_removed_while_they_have_not_signed(site: Site) -> None:
    started, task_id = mine(site)
    people = [id_of(site, SUBSTITUTE), id_of(site, UNIT_HEAD)]
    one, other = by(site, HANDLER, add_signers, task_id, people, "after")
    complete(site, HANDLER, task_id)
    by(site, SUBSTITUTE, sign_task, one.id, AGREE)
    with pytest.raises(AlreadyDone):
        by(site, HANDLER, remove_signer, one.id)
    by(site, HANDLER, remove_signer, other.id)
    assert (state_of(site, task_id), open_elements(site, started)) == ("done", ["check"])


def test_a_signer_gives_an_opinion_and_nothing_else(site: Site) -> None:
    _, task_id = mine(site)
    (signer,) = by(site, HANDLER, add_signers, task_id, [id_of(site, SUBSTITUTE)], "beside")
    with pytest.raises(Conflict) as refused:
        complete(site, SUBSTITUTE, signer.id)
    assert codes(refused.value) == ["tasks.only_a_signer"]
    with pytest.raises(Conflict):
        by(site, SUBSTITUTE, add_signers, signer.id, [id_of(site, LEADER)], "beside")
    with pytest.raises(Invalid):
        by(site, HANDLER, add_signers, task_id, [id_of(site, SUBSTITUTE)], "after")
    with pytest.raises(Conflict):
        by(site, HANDLER, sign_task, task_id, AGREE)
    with pytest.raises(NotFound):
        by(site, UNIT_HEAD, remove_signer, signer.id)


def test_signers_go_with_their_task_when_the_instance_is_cancelled(site: Site) -> None:
    started, task_id = mine(site)
    (one,) = by(site, HANDLER, add_signers, task_id, [id_of(site, SUBSTITUTE)], "before")
    (other,) = by(site, HANDLER, add_signers, task_id, [id_of(site, UNIT_HEAD)], "after")
    with site.writing() as session:
        cancel_instance(act_of(site, session, ADMINISTRATOR), started, "撤销")
    assert {state_of(site, one_id) for one_id in (task_id, one.id, other.id)} == {"withdrawn"}


def test_a_copy_shows_the_task_and_its_receipt_is_written_once(site: Site) -> None:
    started, task_id = mine(site)
    people = [id_of(site, UNIT_HEAD), id_of(site, SUBSTITUTE)]
    by(site, HANDLER, copy_task, task_id, people)
    by(site, HANDLER, copy_task, task_id, people[:1])
    by(site, UNIT_HEAD, read_copy, task_id)
    by(site, UNIT_HEAD, read_copy, task_id)
    with site.reading() as session:
        read = {copy.person_id: copy.read_at for copy in copies_of(session, task_id)}
    assert read == dict(zip(people, (MONDAY, None), strict=True))
    assert [len(events(site, started, type_)) for type_ in ("task.copied", "task.copy_read")] == [1, 1]
    by(site, SUBSTITUTE, comment_on_task, task_id, "已知悉")
    with pytest.raises(NotFound):
        by(site, HANDLER, read_copy, task_id)
    with pytest.raises(NotAllowed):
        by(site, UNIT_HEAD, copy_task, task_id, [id_of(site, SUBSTITUTE)])


def test_a_draft_is_ones_own_and_its_content_not_on_record(site: Site) -> None:
    started, task_id = shared(site)
    by(site, HANDLER, save_draft, task_id, {"text": "写到一半"}, None)
    by(site, HANDLER, save_draft, task_id, {"text": "写完了"}, "请审")
    with site.reading() as session:
        draft = find_draft(session, task_id, person(session, HANDLER).id)
        assert find_draft(session, task_id, person(session, SUBSTITUTE).id) is None
    assert draft is not None and (draft.variables, draft.comment) == ({"text": "写完了"}, "请审")
    assert [event.data for event in events(site, started, "task.draft_saved")] == [
        {"task": task_id, "fields": ["text"]}
    ] * 2


def test_a_comment_stands_in_the_record(site: Site) -> None:
    started, task_id = mine(site)
    by(site, OFFICER, comment_on_task, task_id, " 请注意口径 ")
    assert [event.data["text"] for event in events(site, started, "task.commented")] == ["请注意口径"]
    for text in ("", "长" * 2001):
        with pytest.raises(Invalid):
            by(site, OFFICER, comment_on_task, task_id, text)


def test_who_waits_may_urge_not_too_often_and_gets_an_answer(site: Site) -> None:
    started, task_id = mine(site)
    complete(site, HANDLER, task_id)
    following = give(site, task_at(site, started, "check"), SUBSTITUTE)
    with pytest.raises(NotFound):
        by(site, UNIT_HEAD, urge_task, following)
    with pytest.raises(NotAllowed):
        by(site, SUBSTITUTE, urge_task, following)
    with pytest.raises(Conflict):
        by(site, SUBSTITUTE, answer_urge, following)
    by(site, HANDLER, urge_task, following, reason="请今日办结")
    with pytest.raises(Conflict) as refused:
        by(site, OFFICER, urge_task, following)
    assert codes(refused.value) == ["tasks.urged_lately"]
    move_clock(site, MONDAY + timedelta(hours=1))
    by(site, OFFICER, urge_task, following)
    by(site, SUBSTITUTE, answer_urge, following, reason="下班前报")
    with site.reading() as session:
        assert [urge.answer for urge in urges_of(session, following)] == ["下班前报", "下班前报"]
    assert [event.data["times"] for event in events(site, started, "task.urged")] == [1, 2]


def test_nothing_is_done_to_the_tasks_of_a_suspended_process_but_looking_and_commenting(site: Site) -> None:
    started, task_id = mine(site)
    with site.writing() as session:
        suspend_instance(act_of(site, session, ADMINISTRATOR), started, "等批复")
    for verb, more in ((claim_task, ()), (transfer_task, (1,)), (delegate_task, (1,)), (save_draft, ({}, None))):
        with pytest.raises(Conflict) as refused:
            by(site, HANDLER, verb, task_id, *more)
        assert codes(refused.value) == ["tasks.suspended"]
    by(site, HANDLER, comment_on_task, task_id, "等批复后再办")


def test_whoever_saw_an_older_version_is_told(site: Site) -> None:
    _, task_id = shared(site)
    by(site, HANDLER, claim_task, task_id)
    with pytest.raises(Conflict), site.writing() as session:
        claim_task(act_of(site, session, HANDLER), {"handler"}, OnTask(task_id, expected_version=1))
    with site.reading() as session:
        assert session.scalars(select(Task.version).where(Task.id == task_id)).one() == 2
