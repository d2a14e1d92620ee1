/** Where a mail's link arrives: the notice is read, and the very task opens; somebody else is told so kindly. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Result } from "antd";
import { useEffect } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { ApiProblem, messageOf } from "../../api/problem";
import { Loading } from "../../components/Loading";
import { zh } from "../../messages/zh";
import { openNotice } from "./noticesApi";

const text = zh.notices;
const NOT_THERE = [404, 422];

export function NoticePage() {
  const { id = "" } = useParams();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate, error } = useMutation({
    mutationFn: (opened: string) => openNotice(opened, "link"),
    onSuccess: async ({ place }) => {
      void client.invalidateQueries({ queryKey: ["/pulse"] });
      await navigate(place, { replace: true });
    },
  });
  useEffect(() => mutate(id), [mutate, id]);
  if (!error) return <Loading />;
  const isOthers = error instanceof ApiProblem && NOT_THERE.includes(error.status);
  return (
    <Result
      status="info"
      title={isOthers ? text.notYours : messageOf(error)}
      subTitle={isOthers ? text.notYoursText : undefined}
      extra={
        <Link to="/tasks">
          <Button type="primary">{zh.common.toTasks}</Button>
        </Link>
      }
    />
  );
}
