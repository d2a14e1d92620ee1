/** A page that failed to load or to draw, with a way on. */
import { Button, Result } from "antd";
import { useEffect } from "react";
import { useRouteError } from "react-router";
import { messageOf } from "../api/problem";
import { zh } from "../messages/zh";

export function PageFault() {
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  return (
    <Result
      status="error"
      title={messageOf(error)}
      extra={<Button onClick={() => window.location.reload()}>{zh.common.retry}</Button>}
    />
  );
}
