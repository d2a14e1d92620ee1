/** 有关部门意见: what is to be filled in stands there already, one line for each opinion that is due. */
import { useQuery } from "@tanstack/react-query";
import { Asked } from "../../components/Asked";
import { TaskForm, type TaskFormProps } from "../tasks/TaskForm";
import { cycleQuery, nominationQuery } from "./commendationApi";

export function OpinionsForm(props: TaskFormProps) {
  const { subject } = props.task;
  if (subject?.kind === "nomination") return <OfNomination {...props} id={subject.id} />;
  return subject?.kind === "award_cycle" ? <OfCycle {...props} id={subject.id} /> : <TaskForm {...props} />;
}

function OfNomination({ id, ...props }: TaskFormProps & { id: number }) {
  const nomination = useQuery({ ...nominationQuery(String(id)), staleTime: Infinity });
  return (
    <Asked query={nomination}>
      {({ bodies }) => <TaskForm {...props} known={{ opinions: bodies.map((body) => ({ body })) }} />}
    </Asked>
  );
}

function OfCycle({ id, ...props }: TaskFormProps & { id: number }) {
  const cycle = useQuery({ ...cycleQuery(String(id)), staleTime: Infinity });
  return (
    <Asked query={cycle}>
      {({ nominations }) => (
        <TaskForm
          {...props}
          known={{
            opinions: nominations.flatMap(({ number, opinions_due }) => opinions_due.map((body) => ({ number, body }))),
          }}
        />
      )}
    </Asked>
  );
}
