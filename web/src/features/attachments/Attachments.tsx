/** The files of a task, an item or a nomination: what is there, and where more are put in. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { Asked } from "../../components/Asked";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { AttachmentList } from "./AttachmentList";
import { DropFiles } from "./DropFiles";
import { attachAll, attachmentsQuery, removeAttachment } from "./attachmentsApi";

const text = zh.attachments;

interface Props {
  place: string;
  title?: string;
  /** What is said above the files, by whether more may be added. */
  lead?: (addable: boolean) => string;
}

export function Attachments({ title = text.title, ...props }: Props) {
  return (
    <Section title={title}>
      <Files {...props} />
    </Section>
  );
}

/** The files without a frame, where they stand within something else. */
export function Files({ place, lead }: Omit<Props, "title">) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const attachments = useQuery(attachmentsQuery(place));
  const again = () => client.invalidateQueries({ queryKey: [place, "attachments"] });
  const adding = useMutation({
    mutationFn: (files: File[]) => attachAll(place, files),
    onSuccess: () => void message.success(text.added),
    onSettled: again,
  });
  const removing = useMutation({ mutationFn: removeAttachment, onSettled: again });
  return (
    <Asked query={attachments}>
      {({ items, addable, megabytes, extensions }) => (
        <>
          {lead && <p className="muted">{lead(addable)}</p>}
          <ProblemList error={adding.error ?? removing.error} />
          <AttachmentList items={items} busy={removing.isPending} onRemove={removing.mutate} />
          {addable && (
            <DropFiles
              busy={adding.isPending}
              extensions={extensions}
              megabytes={megabytes}
              onFiles={(files) => {
                removing.reset();
                adding.mutate(files);
              }}
            />
          )}
        </>
      )}
    </Asked>
  );
}
