/** Asks before unsaved work is left behind, by a link of the page or by closing the window. */
import { Modal } from "antd";
import { useEffect } from "react";
import { useBlocker } from "react-router";

/** Who signs out has decided, and is signed out already. */
const SIGNED_OUT = "/login";

interface Props {
  changed: boolean;
  words: { leaveTitle: string; leaveText: string; leave: string; stay: string };
}

export function LeaveGuard({ changed, words }: Props) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      changed && currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== SIGNED_OUT,
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
      title={words.leaveTitle}
      okText={words.leave}
      cancelText={words.stay}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {words.leaveText}
    </Modal>
  );
}
