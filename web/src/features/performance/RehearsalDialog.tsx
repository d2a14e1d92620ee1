/** What reckoning a year by the newest table would change, for whom; and doing it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Collapse, Modal, Table } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { Rehearsal } from "../../api/types";
import { Asked } from "../../components/Asked";
import { exactDate } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { whoseOf } from "./Lines";
import { reckonYear, rehearsalQuery } from "./performanceApi";
import { Points } from "./Points";

const text = zh.performance;
type Difference = Rehearsal["differences"][number];

export function RehearsalDialog({ year, onClose }: { year: number; onClose: () => void }) {
  const query = useQuery(rehearsalQuery(year));
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const reckoning = useMutation({
    mutationFn: (digest: string) => reckonYear(year, digest, key),
    onSuccess: async ({ changed }) => {
      void message.success(text.adopted(changed));
      onClose();
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  return (
    <Modal
      open
      width={760}
      title={text.rehearseTitle}
      okText={text.adopt}
      okButtonProps={{ disabled: !query.data }}
      confirmLoading={reckoning.isPending}
      onOk={() => query.data && reckoning.mutate(query.data.digest)}
      onCancel={onClose}
    >
      <p>{text.rehearseLead}</p>
      <ProblemList error={reckoning.error} placeOf={() => null} />
      <Asked query={query}>{(rehearsal) => <Differences rehearsal={rehearsal} />}</Asked>
    </Modal>
  );
}

function Differences({ rehearsal: { is_new, differences } }: { rehearsal: Rehearsal }) {
  return (
    <>
      <Alert
        type={is_new ? "warning" : "info"}
        showIcon
        title={is_new ? text.newTable : text.sameTable}
        description={differences.length > 0 ? text.changes(differences.length) : text.nothing}
      />
      <Collapse
        className="section"
        items={differences.map((one) => ({
          key: `${one.person?.id ?? ""} ${one.unit?.id ?? ""}`,
          label: (
            <>
              {whoseOf(one)}：<Points value={one.before} /> → <Points value={one.after} />
            </>
          ),
          children: <Changes changes={one.changes} />,
        }))}
      />
    </>
  );
}

function Changes({ changes }: { changes: Difference["changes"] }) {
  return (
    <Table
      size="small"
      pagination={false}
      scroll={{ x: true }}
      rowKey={({ rule, occurred_at, item }) => `${rule} ${occurred_at} ${item?.id ?? ""}`}
      dataSource={changes}
      columns={[
        { title: text.line.day, render: (_, one) => exactDate(one.occurred_at) },
        { title: text.line.text, dataIndex: "text" },
        { title: text.line.item, render: (_, { item }) => (item ? item.number : zh.common.none) },
        { title: text.from, render: (_, { before }) => <Counted points={before} /> },
        { title: text.to, render: (_, { after }) => <Counted points={after} /> },
      ]}
    />
  );
}

function Counted({ points }: { points: number | null }) {
  return points === null ? <span className="muted">{text.noLine}</span> : <Points value={points} />;
}
