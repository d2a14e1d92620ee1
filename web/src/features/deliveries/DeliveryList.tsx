/** The deliveries of one kind in one state, newest first, and sending one of them again. */
import { useState } from "react";
import { usePages } from "../../api/pages";
import { messageOf } from "../../api/problem";
import type { Delivery, DeliveryKind } from "../../api/types";
import { ListOrCards } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { listPath } from "./deliveriesApi";
import { columnsFor } from "./deliveryColumns";
import { ResendDialog } from "./ResendDialog";
import type { StateView } from "./useDeliveryView";

const text = zh.deliveries;

export function DeliveryList({ kind, state }: { kind: DeliveryKind; state: StateView }) {
  const [resending, setResending] = useState<Delivery | null>(null);
  const pages = usePages<Delivery>(listPath(kind), { state: state === "all" ? undefined : state });
  return (
    <>
      <ProblemList error={pages.error} />
      <ListOrCards
        label={`${text.title} ${text.kinds[kind]}`}
        columns={columnsFor(kind, state, setResending)}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={pages.error ? messageOf(pages.error) : text.empty[state]}
        to={kind === "mails" ? ({ id }) => `/mailbox?mail=${id}` : undefined}
      />
      <LoadMore pages={pages} />
      {resending && <ResendDialog kind={kind} delivery={resending} onClose={() => setResending(null)} />}
    </>
  );
}
