/** The head of a page: its title, what it says about itself, and what can be done on it. */
import { Typography } from "antd";
import type { ReactNode } from "react";
import { usePageTitle } from "./usePageTitle";

interface Props {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
}

export function PageHead({ title, lead, actions }: Props) {
  usePageTitle(title);
  return (
    <header className="page-head">
      <div>
        <Typography.Title level={1}>{title}</Typography.Title>
        {lead && <div className="page-lead">{lead}</div>}
      </div>
      {actions && <div className="page-actions no-print">{actions}</div>}
    </header>
  );
}
