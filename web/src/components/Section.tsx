/** A titled part of a page. */
import { Card } from "antd";
import type { ReactNode } from "react";

interface Props {
  title: string;
  extra?: ReactNode;
  children: ReactNode;
}

export function Section({ title, extra, children }: Props) {
  return (
    <Card title={<h2 className="section-title">{title}</h2>} extra={extra} className="section" size="small">
      {children}
    </Card>
  );
}
