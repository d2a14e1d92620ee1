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
import type { Board } from "./useModeler";

const ModelerBoard = lazy(async () => ({ default: (await import("./ModelerBoard")).ModelerBoard }));
const text = zh.designer;

interface Props {
  definition: Definition;
  xml: string;
  base: string;
}

export function Workbench({ definition, xml, base }: Props) {
  const board = useRef<Board>(null);
  const [changed, setChanged] = useState(false);
  const onChanged = useCallback(() => setChanged(true), []);
  const { modal } = App.useApp();
  const edited = async (): Promise<Edited> => ({
    fileName: definition.file_name,
    xml: (await board.current?.xml()) ?? xml,
    base,
  });
  const check = useCheck(edited);
  const deploy = useDeploy(definition, edited, () => setChanged(false));
  const confirmDeploy = () =>
    modal.confirm({ title: text.deployTitle, content: text.deployText, onOk: () => deploy.mutate() });
  return (
    <>
      <LeaveGuard changed={changed} words={zh.designer} />
      <Space wrap className="no-print">
        <Button loading={check.isPending} onClick={() => check.mutate()}>
          {text.check}
        </Button>
        <Button type="primary" loading={deploy.isPending} onClick={confirmDeploy}>
          {text.deploy}
        </Button>
        <Button onClick={async () => download(definition.file_name, (await edited()).xml)}>{text.download}</Button>
        {changed && <Tag color="warning">{text.changed}</Tag>}
      </Space>
      <Findings check={check} deployError={deploy.error} onChoose={(problem) => show(board.current, problem)} />
      <Suspense fallback={<Loading />}>
        <ModelerBoard ref={board} xml={xml} onChanged={onChanged} />
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
