"""Group robots and webhooks that an administrator entered: told once a cause, signed, in their measure."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from engine.commands.notices.channels import Entry, change_channel, enter_channel, try_channel
from engine.jobs.work import do_all_due
from engine.notify.mails import mail_item
from engine.notify.signatures import dingtalk_sign, feishu_sign, is_signed
from engine.site import Site
from engine.store.models import Channel, Item, Notice, OutboxCall, OutboxMail
from tests.support.matter import dispatch
from tests.support.office import ADMINISTRATOR, MONDAY, act_of, move_clock_and_work, roles
from tests.support.receiver import Heard, http_server

SECRET = "a-secret-that-nobody-knows"


@pytest.fixture
def heard() -> Iterator[Heard]:
    with http_server() as server:
        server.body = b'{"errcode": 0, "errmsg": "ok"}'
        yield server


def enter(site: Site, url: str, kind: str = "wecom", *, unit: int | None = None, name: str = "综合处群") -> int:
    site.settings.channel_networks = frozenset({ip_network("127.0.0.1/32")})
    with site.writing() as session:
        entry = Entry(name, kind, ["work_order", "urge"], url, None if kind == "wecom" else SECRET, unit)
        return enter_channel(act_of(site, session, ADMINISTRATOR), roles(session, ADMINISTRATOR), entry).id


def calls(site: Site) -> list[OutboxCall]:
    with site.reading() as session:
        return list(session.scalars(select(OutboxCall).order_by(OutboxCall.id)))


def urge(site: Site, item_id: int, times: int) -> None:
    with site.writing() as session:
        item, act = session.get_one(Item, item_id), act_of(site, session)
        for ordinal in range(times):
            mail_item(act, item, "urge", 100 + ordinal, ())


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu", "webhook"])
def test_a_group_is_told_once_a_cause_in_the_words_and_under_the_signature_of_its_platform(
    either_site: Site, heard: Heard, kind: str
) -> None:
    channel_id = enter(either_site, heard.url, kind)
    item_id = dispatch(either_site)
    do_all_due(either_site)
    [(path, headers, body)] = heard.calls
    said = json.loads(body)
    seconds = int(MONDAY.timestamp())
    if kind == "webhook":
        text = f"{said['text']} {said['link']}"
    else:
        text = said["content"]["text"] if kind == "feishu" else said["text"]["content"]
    assert "第一项任务" in text
    assert f"/items/{item_id}" in text
    if kind == "dingtalk":
        query = parse_qs(urlsplit(path).query)
        assert query == {"timestamp": [str(seconds * 1000)], "sign": [dingtalk_sign(SECRET, seconds * 1000)]}
    if kind == "feishu":
        assert (said["timestamp"], said["sign"]) == (str(seconds), feishu_sign(SECRET, seconds))
    if kind == "webhook":
        key = f"channel.{channel_id}.work_order.{item_id}.1"
        assert is_signed(headers["webhook-signature"], SECRET, key, seconds, body)
        assert (said["event"], said["subject"]["id"], said["data"]["title"]) == ("work_order", item_id, "第一项任务")
    assert [(row.state, row.channel_id, row.item_id) for row in calls(either_site)] == [("sent", channel_id, item_id)]


@pytest.mark.parametrize(
    "answer", [b'{"errcode": 45009, "errmsg": "api freq out of limit"}', b'{"code": 19021, "msg": "sign match fail"}']
)
def test_an_error_within_a_success_is_recognised_and_tried_again(site: Site, heard: Heard, answer: bytes) -> None:
    enter(site, heard.url)
    heard.body = answer
    dispatch(site)
    do_all_due(site)
    [call] = calls(site)
    assert (call.state, call.next_attempt_at) == ("waiting", MONDAY + timedelta(minutes=1))
    assert str(json.loads(answer).get("errcode", json.loads(answer).get("code"))) in (call.last_error or "")
    heard.body = b'{"errcode": 0}'
    move_clock_and_work(site, MONDAY + timedelta(minutes=1))
    assert [row.state for row in calls(site)] == ["sent"]


def test_a_robot_says_no_more_than_its_platform_takes_in_a_minute_and_keeps_the_order(
    either_site: Site, heard: Heard
) -> None:
    item_id = dispatch(either_site)
    enter(either_site, heard.url)
    urge(either_site, item_id, 50)
    for minutes, said in ((0, 20), (0, 20), (1, 40), (2, 50)):
        move_clock_and_work(either_site, MONDAY + timedelta(minutes=minutes, seconds=minutes))
        assert len(heard.calls) == said
    sent = sorted((row for row in calls(either_site)), key=lambda row: (row.sent_at, row.id))
    assert [row.id for row in sent] == sorted(row.id for row in sent)
    assert Counter(row.attempts for row in sent) == {1: 50}


def test_a_robot_at_its_measure_holds_up_no_other(site: Site, heard: Heard) -> None:
    item_id = dispatch(site)
    enter(site, heard.url)
    urge(site, item_id, 60)
    with http_server() as other:
        enter(site, other.url, "webhook", name="办公系统")
        with site.writing() as session:
            mail_item(act_of(site, session), session.get_one(Item, item_id), "urge", 999, ())
        do_all_due(site)
        assert len(other.calls) == 1
    assert len(heard.calls) == 20


def test_a_units_group_hears_of_the_units_items_alone(site: Site, heard: Heard) -> None:
    first = dispatch(site)
    with site.reading() as session:
        lead = session.get_one(Item, first).lead_unit_id
    enter(site, heard.url, unit=lead)
    mine, other = dispatch(site, title="本处任务"), dispatch(site, unit="xxc", title="他处任务")
    do_all_due(site)
    assert [row.item_id for row in calls(site)] == [mine]
    assert other != mine


def test_one_that_is_off_hears_nothing_and_a_trial_says_that_it_is_connected(site: Site, heard: Heard) -> None:
    channel_id = enter(site, heard.url)
    with site.writing() as session:
        act, held = act_of(site, session, ADMINISTRATOR), roles(session, ADMINISTRATOR)
        try_channel(act, held, channel_id)
    do_all_due(site)
    assert "综合处群" in json.loads(heard.calls[0][2])["text"]["content"]
    with site.writing() as session:
        act, held = act_of(site, session, ADMINISTRATOR), roles(session, ADMINISTRATOR)
        change_channel(act, held, channel_id, Entry("综合处群", "wecom", ["work_order"], is_on=False))
        assert session.get_one(Channel, channel_id).url == heard.url
    dispatch(site)
    do_all_due(site)
    assert len(heard.calls) == 1


def test_a_robot_in_the_house_is_not_reached_unless_the_settings_name_its_network(site: Site, heard: Heard) -> None:
    enter(site, heard.url)
    site.settings.channel_networks = frozenset()
    dispatch(site)
    do_all_due(site)
    assert heard.calls == []
    assert [row.state for row in calls(site)] == ["waiting"]


def test_the_ladders_table_says_whether_groups_are_told_of_a_step(site: Site, heard: Heard) -> None:
    item_id = dispatch(site)
    enter(site, heard.url)
    with site.writing() as session:
        item, act = session.get_one(Item, item_id), act_of(site, session)
        mail_item(act, item, "urge", 1, ["handler"], channels=["mail", "in_app"])
        mail_item(act, item, "urge", 2, ["handler"], channels=["robot"])
    assert [row.key.rpartition(".")[2] for row in calls(site)] == ["2"]
    with site.reading() as session:
        mails = session.scalars(select(OutboxMail.message_id).where(OutboxMail.kind == "urge"))
        assert [one.split(".")[2] for one in mails] == ["1"]
        assert len(session.scalars(select(Notice).where(Notice.kind == "urge")).all()) == 2
