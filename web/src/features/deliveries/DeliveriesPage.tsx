/** What leaves the house, for administrators: what failed at first, by kind and state. */
import { useQueryClient } from "@tanstack/react-query";
import { Tabs } from "antd";
import { PageHead } from "../../components/PageHead";
import { RetryButton } from "../../components/RetryButton";
import { zh } from "../../messages/zh";
import { DeadCount } from "./DeadCount";
import { EVERY_DELIVERY } from "./deliveriesApi";
import { DeliveryList } from "./DeliveryList";
import { StateChips } from "./StateChips";
import { KINDS, useDeliveryView } from "./useDeliveryView";

const text = zh.deliveries;

export function DeliveriesPage() {
  const { kind, state, chooseKind, chooseState } = useDeliveryView();
  const client = useQueryClient();
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={<RetryButton onRetry={() => client.invalidateQueries(EVERY_DELIVERY)} />}
      />
      <Tabs
        activeKey={kind}
        onChange={chooseKind}
        items={KINDS.map((key) => ({
          key,
          label: (
            <span className="counted">
              {text.kinds[key]} <DeadCount kinds={[key]} />
            </span>
          ),
        }))}
      />
      <StateChips kind={kind} chosen={state} onChoose={chooseState} />
      <DeliveryList key={`${kind} ${state}`} kind={kind} state={state} />
    </>
  );
}
