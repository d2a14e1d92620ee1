/** Who is signed in, and the office's time as the server tells it. */
import { createContext, useContext, useEffect, useState } from "react";
import type { Role, Session } from "../../api/types";

export interface SignedIn {
  session: Session;
  /** The machine's time at the moment the session was read, to let the server's time run on from it. */
  readAt: number;
}

export const SessionContext = createContext<SignedIn | null>(null);

function useSignedIn(): SignedIn {
  const signedIn = useContext(SessionContext);
  if (!signedIn) throw new Error("Expected a page inside the session, but nobody is signed in");
  return signedIn;
}

export function useSession(): Session {
  return useSignedIn().session;
}

export function useRole(...roles: Role[]): boolean {
  const held = useSession().person.roles;
  return roles.some((role) => held.includes(role));
}

const HALF_A_MINUTE = 30_000;

/** The server's time, running; in testing mode it stands still until it is moved. */
export function useNow(): Date {
  const { session, readAt } = useSignedIn();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), HALF_A_MINUTE);
    return () => clearInterval(timer);
  }, []);
  // eslint-disable-next-line react-hooks/purity -- the running time is what this hook is for
  const passed = session.testing ? 0 : Date.now() - readAt;
  return new Date(new Date(session.now).getTime() + passed);
}
