/** The files of a task or an item: what is there, and where more are put in. */
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

export function Attachments({ place }: { place: string }) {
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
    <Section title={text.title}>
      <Asked query={attachments}>
        {({ items, addable, megabytes, extensions }) => (
          <>
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
    </Section>
  );
}
