/** The diagram of a deployed process with its current steps marked; the drawing library loads only when it is shown. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { getText } from "../../api/client";
import { Asked } from "../Asked";
import { Loading } from "../Loading";

const Drawing = lazy(async () => ({ default: (await import("./Drawing")).Drawing }));

interface Props {
  definition: { key: string; version: number };
  /** The ids of the elements where the process stands. */
  current: string[];
}

export function Diagram({ definition: { key, version }, current }: Props) {
  const path = `/definitions/${encodeURIComponent(key)}/versions/${version}/xml`;
  const xml = useQuery({ queryKey: [path], queryFn: () => getText(path), staleTime: Infinity });
  return (
    <Asked query={xml}>
      {(text) => (
        <Suspense fallback={<Loading />}>
          <Drawing key={path} xml={text} current={current} />
        </Suspense>
      )}
    </Asked>
  );
}
