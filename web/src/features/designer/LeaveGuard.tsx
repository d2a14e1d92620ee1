/** Asks before unsaved work on a diagram is left behind. */
import { Modal } from "antd";
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { zh } from "../../messages/zh";

const text = zh.designer;

export function LeaveGuard({ changed }: { changed: boolean }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => changed && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!changed) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed]);
  return (
    <Modal
      open={blocker.state === "blocked"}
      title={text.leaveTitle}
      okText={text.leave}
      cancelText={text.stay}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {text.leaveText}
    </Modal>
  );
}
