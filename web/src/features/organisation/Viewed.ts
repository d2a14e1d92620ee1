/** The office that the page shows, and what may be done with it. */
import { createContext, useContext } from "react";
import type { Office, OfficePerson, OfficePost, OfficeUnit } from "../../api/types";

export interface Viewed {
  office: Office;
  /** 2026-11-23, or nothing for now. */
  day: string | null;
  mayChange: boolean;
  ask: (wanted: Wanted) => void;
}

/** Which dialog is asked for; without a unit, person or post it is a new one. */
export type Wanted =
  | { kind: "unit"; unit?: OfficeUnit; parent?: string }
  | { kind: "end-unit"; unit: OfficeUnit }
  | { kind: "person"; person?: OfficePerson; unit?: string }
  | { kind: "leave"; person: OfficePerson }
  | { kind: "post"; post?: OfficePost; unit?: string }
  | { kind: "end-post"; post: OfficePost };

export const ViewedContext = createContext<Viewed | null>(null);

export function useViewed(): Viewed {
  const viewed = useContext(ViewedContext);
  if (!viewed) throw new Error("Expected a part of the organisation's page, but there is no office around it");
  return viewed;
}

export function codeOf(office: Office, unit: { id: number } | null | undefined): string | undefined {
  return office.units.find(({ id }) => id === unit?.id)?.code;
}

export function usernameOf(office: Office, person: { id: number } | null | undefined): string | undefined {
  return office.people.find(({ id }) => id === person?.id)?.username;
}

export function unitChoices({ units }: Office) {
  return units.map(({ code, name }) => ({ value: code, label: name }));
}

/** Names alone would not tell two people of one name apart. */
export function peopleChoices({ people }: Office) {
  return people.map(({ username, name, unit }) => ({ value: username, label: [name, unit?.name].filter(Boolean).join(" ") }));
}
