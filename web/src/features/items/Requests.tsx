/** What the person may ask of the item now: a menu, and for each a dialog with the form that the diagram names. */
import { DownOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Modal } from "antd";
import { lazy, Suspense, useState } from "react";
import { freshKey } from "../../api/client";
import { problemsOf } from "../../api/problem";
import type { ItemDetail, ItemRequest } from "../../api/types";
import { Loading } from "../../components/Loading";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { titleOf } from "../tasks/formPaths";
import { askOfItem, type Asking } from "./itemsApi";

const RequestForm = lazy(async () => ({ default: (await import("./RequestForm")).RequestForm }));

export function Requests({ item }: { item: ItemDetail }) {
  const [asked, setAsked] = useState<ItemRequest | null>(null);
  if (item.requests.length === 0 && !asked) return null;
  const choices = item.requests.map(({ name, title }) => ({ key: name, label: title }));
  const choose = (name: string) => setAsked(item.requests.find((one) => one.name === name) ?? null);
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items: choices, onClick: ({ key }) => choose(key) }}>
        <Button>
          {zh.items.requests} <DownOutlined />
        </Button>
      </Dropdown>
      {asked && <RequestDialog item={item} request={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function RequestDialog({ item, request, onClose }: { item: ItemDetail; request: ItemRequest; onClose: () => void }) {
  const [key] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const asking = useMutation({
    mutationFn: (variables: Asking) => askOfItem(item.id, request.name, variables, key),
    onSuccess: async () => {
      void message.success(zh.items.done(request.title));
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <Modal open title={`${request.title} ${item.number ?? ""}`} footer={null} onCancel={onClose}>
      {request.lead && <p>{request.lead}</p>}
      <ProblemList error={asking.error} placeOf={(problem) => titleOf(request.form, problem.field)} />
      <Suspense fallback={<Loading />}>
        <RequestForm
          request={request}
          problems={problemsOf(asking.error)}
          busy={asking.isPending}
          onSubmit={asking.mutate}
        />
      </Suspense>
    </Modal>
  );
}
