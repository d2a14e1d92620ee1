/** One process: its diagram to edit, its versions, and the files that go with it. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Grid, Select } from "antd";
import { Link, useParams, useSearchParams } from "react-router";
import type { Definition } from "../../api/types";
import { Asked } from "../../components/Asked";
import { Diagram } from "../../components/diagram/Diagram";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { ADMINISTRATORS } from "../shell/menu";
import { definitionQuery, xmlQuery } from "./designerApi";
import { BundleFiles } from "./files/BundleFiles";
import { Workbench } from "./Workbench";

const text = zh.designer;

export function DesignerPage() {
  const { key = "" } = useParams();
  const definition = useQuery(definitionQuery(key));
  return <Asked query={definition}>{(answer) => <DesignerView definition={answer} />}</Asked>;
}

function DesignerView({ definition }: { definition: Definition }) {
  const [search, setSearch] = useSearchParams();
  const wide = Grid.useBreakpoint().lg ?? true;
  const asked = Number(search.get("version"));
  const chosen = definition.versions.find(({ version }) => version === asked);
  const version = chosen?.version ?? definition.version;
  return (
    <>
      <PageHead
        title={definition.name || definition.key}
        actions={
          <>
            <Versions definition={definition} version={version} onChoose={(next) => setSearch({ version: String(next) })} />
            {!wide && <BundleFiles files={definition.files} />}
          </>
        }
      />
      {definition.open_before > 0 && <Behind definition={definition} />}
      {wide ? (
        <OpenedVersion definition={definition} version={version} digest={chosen?.digest ?? definition.digest} />
      ) : (
        <>
          <Alert type="info" showIcon title={text.narrow} />
          <Diagram definition={{ key: definition.key, version }} current={[]} />
        </>
      )}
    </>
  );
}

/** Those that run on an older version stay there until an administrator carries them over. */
function Behind({ definition }: { definition: Definition }) {
  const mayCarry = useRole(...ADMINISTRATORS);
  return (
    <Alert
      type="info"
      showIcon
      className="no-print"
      title={text.behind(definition.open_before)}
      description={mayCarry ? undefined : text.askAdministrator}
      action={mayCarry && <Link to={`/designer/${encodeURIComponent(definition.key)}/carry-over`}>{text.carryOver.open}</Link>}
    />
  );
}

function OpenedVersion({ definition, version, digest }: { definition: Definition; version: number; digest: string }) {
  const xml = useQuery(xmlQuery(definition.key, version));
  return (
    <Asked query={xml}>
      {(text) => (
        <Workbench
          key={`${definition.key}-${version}`}
          definition={definition}
          xml={text}
          base={digest}
          isNewest={version === definition.version}
        />
      )}
    </Asked>
  );
}

interface VersionsProps {
  definition: Definition;
  version: number;
  onChoose: (version: number) => void;
}

function Versions({ definition, version, onChoose }: VersionsProps) {
  const options = definition.versions
    .toSorted((left, right) => right.version - left.version)
    .map((one) => ({
      value: one.version,
      label: text.versionLine(one.version, one.deployed_at ? exactTime(one.deployed_at) : "", one.deployed_by?.name),
    }));
  return (
    <Select aria-label={text.version} value={version} options={options} onChange={onChoose} popupMatchSelectWidth={false} />
  );
}
