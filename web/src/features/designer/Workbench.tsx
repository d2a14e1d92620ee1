/** Editing a diagram: the board, and checking, deploying and downloading what is on it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Space, Tag } from "antd";
import { lazy, Suspense, useCallback, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { ApiProblem, type Problem } from "../../api/problem";
import type { Definition } from "../../api/types";
import { LeaveGuard } from "../../components/LeaveGuard";
import { Loading } from "../../components/Loading";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { checkDefinition, deployDefinition, type Edited } from "./designerApi";
import { download } from "./download";
import { BundleFiles, type Edits } from "./files/BundleFiles";
import type { Board } from "./useModeler";

const ModelerBoard = lazy(async () => ({ default: (await import("./ModelerBoard")).ModelerBoard }));
const text = zh.designer;

interface Props {
  definition: Definition;
  xml: string;
  base: string;
  /** Tables and forms are those of the newest version: beside an older diagram they are only read. */
  isNewest: boolean;
}

export function Workbench({ definition, xml, base, isNewest }: Props) {
  const board = useRef<Board>(null);
  const [drawn, setDrawn] = useState(false);
  const [edits, setEdits] = useState<Edits>({});
  const onDrawn = useCallback(() => setDrawn(true), []);
  const { modal } = App.useApp();
  const changed = drawn || Object.keys(edits).length > 0;
  const diagram = async () => (await board.current?.xml()) ?? xml;
  // a diagram that nobody drew in goes back as it came: the board would lay its source out anew
  const edited = async (): Promise<Edited> => ({
    files: { [definition.file_name]: drawn ? await diagram() : xml, ...edits },
    base,
  });
  const check = useCheck(edited);
  const deploy = useDeploy(definition, edited, () => {
    setDrawn(false);
    setEdits({});
  });
  const edit = (name: string, content: string) => {
    check.reset();
    deploy.reset();
    setEdits((before) => ({ ...before, [name]: content }));
  };
  const confirmDeploy = () =>
    modal.confirm({ title: text.deployTitle, content: text.deployText, onOk: () => deploy.mutate() });
  const actions = (
    <>
      <Button loading={check.isPending} onClick={() => check.mutate()}>
        {text.check}
      </Button>
      <Button type="primary" loading={deploy.isPending} onClick={confirmDeploy}>
        {text.deploy}
      </Button>
    </>
  );
  const findings = (
    <Findings check={check} deployError={deploy.error} onChoose={(problem) => show(board.current, problem)} />
  );
  const inDrawer = (
    <>
      <Space wrap>{actions}</Space>
      {findings}
    </>
  );
  return (
    <>
      <LeaveGuard changed={changed} words={zh.designer} />
      <Space wrap className="no-print">
        {actions}
        <BundleFiles
          files={definition.files}
          edits={edits}
          onEdit={isNewest ? edit : undefined}
          actions={isNewest ? inDrawer : <Alert type="info" showIcon title={text.newestOnly} />}
        />
        <Button onClick={async () => download(definition.file_name, await diagram())}>{text.download}</Button>
        {changed && <Tag color="warning">{text.changed}</Tag>}
      </Space>
      {findings}
      <Suspense fallback={<Loading />}>
        <ModelerBoard ref={board} xml={xml} onChanged={onDrawn} />
      </Suspense>
    </>
  );
}

/** Leads to the place of a finding, with the path that was walked to it. */
function show(board: Board | null, { element, path }: Problem) {
  board?.showPath(path?.map(({ id }) => id) ?? []);
  if (element) board?.select(element);
}

type Check = ReturnType<typeof useCheck>;
type FindingsProps = { check: Check; deployError: unknown; onChoose: (problem: Problem) => void };

function Findings({ check, deployError, onChoose }: FindingsProps) {
  const remarks = check.data?.problems ?? [];
  const found = remarks.length ? new ApiProblem(200, "remarks", zh.common.problemsTitle(remarks.length), remarks) : null;
  return (
    <div className="findings" aria-live="polite">
      {check.isSuccess && !found && <Alert type="success" showIcon title={text.checkPassed} closable />}
      <ProblemList error={check.error ?? found} onChoose={onChoose} />
      <ProblemList error={deployError} onChoose={onChoose} />
    </div>
  );
}

function useCheck(edited: () => Promise<Edited>) {
  return useMutation({ mutationFn: async () => checkDefinition(await edited()) });
}

function useDeploy(definition: Definition, edited: () => Promise<Edited>, onDeployed: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async () => deployDefinition(await edited()),
    onSuccess: async ({ definitions }) => {
      const version = definitions.find(({ key }) => key === definition.key)?.version ?? definition.version;
      onDeployed();
      void message.success(version === definition.version ? text.unchanged : text.deployed(version));
      await client.invalidateQueries({ queryKey: ["/definitions"] });
      await navigate(`/designer/${encodeURIComponent(definition.key)}?version=${version}`);
    },
  });
}
