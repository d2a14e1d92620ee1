/** Somebody comes, changes, or leaves and hands everything over. */
import type { GivenRole, OfficePerson } from "../../api/types";
import { zh } from "../../messages/zh";
import { ChangeDialog } from "./ChangeDialog";
import { ChoiceField, choicesOf, TextField } from "./Fields";
import { codeOf, peopleChoices, unitChoices, useViewed } from "./Viewed";

const text = zh.organisation;
const label = text.fields;
const GIVEN: GivenRole[] = ["officer", "leader", "party_committee", "designer", "auditor", "administrator"];
const ROLES = choicesOf(Object.fromEntries(GIVEN.map((role) => [role, text.roles[role]])));

interface PersonFields {
  username: string;
  name: string;
  email: string;
  title?: string;
  unit?: string;
  roles?: GivenRole[];
}

export function PersonDialog({ person, unit, onClose }: { person?: OfficePerson; unit?: string; onClose: () => void }) {
  const { office } = useViewed();
  const initial = person
    ? {
        username: person.username,
        name: person.name,
        email: person.email ?? "",
        title: person.title,
        unit: codeOf(office, person.unit),
        roles: person.given_roles,
      }
    : { unit };
  return (
    <ChangeDialog<PersonFields>
      title={person ? text.editPerson : text.addPerson}
      initial={initial}
      changeOf={({ title = "", roles = [], ...fields }) => ({ type: "person", title, roles, ...fields })}
      onClose={onClose}
    >
      <TextField name="username" label={label.username} hint={person ? undefined : text.hints.code} fixed={!!person} needed />
      <TextField name="name" label={label.personName} needed />
      <TextField name="email" label={label.email} longest={200} needed />
      <TextField name="title" label={label.title} />
      <ChoiceField name="unit" label={label.unit} choices={unitChoices(office)} />
      <ChoiceField name="roles" label={label.roles} hint={text.hints.roles} choices={ROLES} several />
    </ChangeDialog>
  );
}

export function LeaveDialog({ person, onClose }: { person: OfficePerson; onClose: () => void }) {
  const { office } = useViewed();
  const others = peopleChoices(office).filter(({ value }) => value !== person.username);
  return (
    <ChangeDialog<{ successor?: string }>
      title={text.leaveTitle(person.name)}
      lead={text.leaveLead}
      okText={text.confirmEnd}
      danger
      changeOf={({ successor }) => ({ type: "leave", username: person.username, successor })}
      onClose={onClose}
    >
      <ChoiceField name="successor" label={label.personSuccessor} choices={others} />
    </ChangeDialog>
  );
}
