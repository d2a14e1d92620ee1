/** A number that opens the items it counts. */
import type { ReactNode } from "react";
import { Link } from "react-router";

interface Props {
  query: Record<string, string>;
  label: string;
  children: ReactNode;
}

export function LedgerLink({ query, label, children }: Props) {
  return (
    <Link className="figure-link" to={`/ledger?${new URLSearchParams(query)}`} aria-label={label}>
      {children}
    </Link>
  );
}
