/** What a panel member enters for each nominee, and how it is sent and kept as a draft. */
import type { NomineeToMark } from "../../api/types";

type Points = (number | null | undefined)[];

export interface Entry {
  /** In the order of the criteria. */
  points?: Points;
  aside?: boolean;
  reason?: string;
}

/** By the id of a nomination, as the form's fields are called. */
export type Entries = Record<string, Entry | undefined>;

interface Marked {
  number: string;
  mark?: number;
  points?: (number | null)[];
}

interface Answer {
  marks: Marked[];
  aside: { number: string; reason: string }[];
}

export function sumOf(points: Points = []): number {
  return points.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

export function isMarked({ criteria }: NomineeToMark, { points = [], aside, reason }: Entry = {}): boolean {
  return aside ? Boolean(reason?.trim()) : criteria.every((_, place) => points[place] != null);
}

/** One criterion alone is sent as the mark; what is not entered yet leaves a gap, which only a draft may have. */
export function answered(nominees: NomineeToMark[], entries: Entries): Answer {
  const mine = nominees.filter(({ is_own }) => !is_own).map((nominee) => ({ nominee, entry: entries[nominee.id] ?? {} }));
  return {
    marks: mine.flatMap(({ nominee: { number, criteria }, entry: { points = [], aside } }): Marked[] => {
      const given = criteria.map((_, place) => points[place] ?? null);
      if (aside || given.every((one) => one === null)) return [];
      const [whole] = given;
      return criteria.length === 1 && whole != null ? [{ number, mark: whole }] : [{ number, points: given }];
    }),
    aside: mine.flatMap(({ nominee: { number }, entry: { aside, reason = "" } }) => (aside ? [{ number, reason: reason.trim() }] : [])),
  };
}

/** What was kept as a draft, by nominee. */
export function entered(nominees: NomineeToMark[], variables: Record<string, unknown> = {}): Entries {
  const { marks = [], aside = [] } = variables as Partial<Answer>;
  return Object.fromEntries(
    nominees.map(({ id, number }) => {
      const why = aside.find((one) => one.number === number);
      const given = marks.find((one) => one.number === number);
      return [id, { points: given?.points ?? (given && [given.mark]), aside: why !== undefined, reason: why?.reason }];
    }),
  );
}
