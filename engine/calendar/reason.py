"""Why a day is not worked, as a fact that can be said in either language."""

from dataclasses import dataclass

from engine.domain import messages

FESTIVALS = {
    "元旦": "calendar.new_year",
    "农历除夕": "calendar.spring_festival_eve",
    "春节": "calendar.spring_festival",
    "春节延长假期": "calendar.spring_festival_extension",
    "清明节": "calendar.tomb_sweeping",
    "劳动节": "calendar.labour_day",
    "端午节": "calendar.dragon_boat",
    "中秋节": "calendar.mid_autumn",
    "国庆节": "calendar.national_day",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` names the sentence; `names` are the festivals or the office's own words for the day."""

    code: str
    names: tuple[str, ...] = ()

    def text(self, language: str = messages.DEFAULT_LANGUAGE) -> str:
        spoken = [messages.text(FESTIVALS[name], language) if name in FESTIVALS else name for name in self.names]
        return messages.text(self.code, language, name=messages.text("calendar.and", language).join(spoken))

    def __str__(self) -> str:
        return self.text()


WEEKEND = Reason("calendar.weekend")
