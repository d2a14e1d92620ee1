"""What a leader is in charge of 分管."""

from engine.people.situation import Situation


def posts_in_charge(situation: Situation, person_id: int) -> tuple[int, ...]:
    """The leader's posts that somebody holds as A or B and that units are under; empty for who is in charge of none."""
    led = {unit.leader_post_id for unit in situation.units()}
    return tuple(sorted(post.id for post, _ in situation.posts_held(person_id) if post.id in led))
