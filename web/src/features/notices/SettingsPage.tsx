/** 提醒设置: how one is told of each kind and when not; for administrators also what the office has for everybody. */
import { useQuery } from "@tanstack/react-query";
import { Asked } from "../../components/Asked";
import { PageHead } from "../../components/PageHead";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { ADMINISTRATORS } from "../shell/menu";
import { officePreferenceQuery, preferenceQuery, putOfficePreference, putPreference } from "./noticesApi";
import { PreferenceForm } from "./PreferenceForm";

const text = zh.notices.preference;

export function SettingsPage() {
  const administers = useRole(...ADMINISTRATORS);
  const own = useQuery(preferenceQuery);
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      <Section title={text.own}>
        <Asked query={own}>{(answer) => <PreferenceForm preference={answer} onSave={putPreference} />}</Asked>
      </Section>
      {administers && <OfficeSection />}
    </>
  );
}

function OfficeSection() {
  const office = useQuery(officePreferenceQuery);
  return (
    <Section title={text.office}>
      <p className="muted">{text.officeLead}</p>
      <Asked query={office}>{(answer) => <PreferenceForm preference={answer} ofOffice onSave={putOfficePreference} />}</Asked>
    </Section>
  );
}
