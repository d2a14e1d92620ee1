/** Registers a matter that comes without a document to import. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Drawer } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { freshKey } from "../../api/client";
import { problemsOf } from "../../api/problem";
import type { MatterFacts } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { MatterForm } from "./MatterForm";
import { openMatter, pageAfterOpening } from "./mattersApi";

const text = zh.matters;

export function OpenMatter({ onClose }: { onClose: () => void }) {
  const [key] = useState(freshKey);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const opening = useMutation({
    mutationFn: (facts: MatterFacts) => openMatter(facts, key),
    onSuccess: (opened) => {
      void message.success(text.opened);
      void navigate(pageAfterOpening(opened));
      void client.invalidateQueries({ refetchType: "none" });
    },
  });
  return (
    <Drawer open size={480} title={text.open} onClose={onClose}>
      <p className="muted">{text.openLead}</p>
      <ProblemList error={opening.error} />
      <MatterForm
        problems={problemsOf(opening.error)}
        busy={opening.isPending}
        submitText={text.open}
        onSubmit={opening.mutate}
      />
    </Drawer>
  );
}
