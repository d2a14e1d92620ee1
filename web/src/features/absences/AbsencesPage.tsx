/** Absences of oneself and one's unit: entered, ended early, withdrawn, and what was done meanwhile. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { address } from "../../api/client";
import { messageOf } from "../../api/problem";
import type { Absence } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards } from "../../components/ListOrCards";
import { PageHead } from "../../components/PageHead";
import { Section } from "../../components/Section";
import { SheetDialog } from "../../components/SheetDialog";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { columnsOf, stateOf } from "./absenceColumns";
import { AbsenceDialog } from "./AbsenceDialog";
import { absencesQuery, endAbsence, processesQuery } from "./absencesApi";
import { WorkDialog } from "./WorkDialog";

const text = zh.absences;
type Open = { kind: "enter" } | { kind: "sheet" } | { kind: "work"; absence: Absence } | null;

export function AbsencesPage() {
  const [open, setOpen] = useState<Open>(null);
  const query = useQuery(absencesQuery);
  const processes = useQuery(processesQuery).data?.items ?? [];
  const now = useNow();
  const onEnd = useEnding(now);
  const close = () => setOpen(null);
  const columns = columnsOf({ now, processes, onEnd, onWork: (absence) => setOpen({ kind: "work", absence }) });
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <>
            <Button type="primary" onClick={() => setOpen({ kind: "enter" })}>
              {text.enter}
            </Button>
            <Button onClick={() => setOpen({ kind: "sheet" })}>{text.sheetImport}</Button>
          </>
        }
      />
      <Asked query={query}>
        {({ items }) => (
          <>
            <Section title={text.current}>
              <ListOrCards
                label={text.current}
                columns={columns}
                rows={items.filter((absence) => stateOf(absence, now) !== "over")}
                emptyText={text.emptyCurrent}
              />
            </Section>
            <Section title={text.past}>
              <ListOrCards
                label={text.past}
                columns={columns}
                rows={items.filter((absence) => stateOf(absence, now) === "over").reverse()}
                emptyText={text.emptyPast}
              />
            </Section>
          </>
        )}
      </Asked>
      {open?.kind === "enter" && <AbsenceDialog onClose={close} />}
      {open?.kind === "work" && <WorkDialog absence={open.absence} onClose={close} />}
      {open?.kind === "sheet" && (
        <SheetDialog
          title={text.sheetTitle}
          lead={text.sheetLead}
          path="/absences/sheet"
          template={address("/absences/sheet")}
          onClose={close}
        />
      )}
    </>
  );
}

/** Asks, and ends it: back early, or withdrawn where it has not begun. */
function useEnding(now: Date): (absence: Absence) => void {
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const ending = useMutation({
    mutationFn: ({ id }: Absence) => endAbsence(id),
    onSuccess: () => void message.success(text.ended),
    onError: (error) => void message.error(messageOf(error)),
    onSettled: () => client.invalidateQueries(),
  });
  return (absence) => {
    const isNow = stateOf(absence, now) === "now";
    modal.confirm({
      title: isNow ? text.comeBackTitle(absence.person.name) : text.withdrawTitle(absence.person.name),
      content: isNow ? text.comeBackText : text.withdrawText,
      okText: isNow ? text.comeBack : text.withdraw,
      onOk: () => ending.mutateAsync(absence).catch(() => undefined),
    });
  };
}
