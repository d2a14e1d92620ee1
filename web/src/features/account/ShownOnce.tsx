/** A secret that the server tells only now, ready to be copied. */
import { Alert, Typography } from "antd";

export function ShownOnce({ lead, secret }: { lead: string; secret: string }) {
  return (
    <Alert
      type="warning"
      showIcon
      title={lead}
      description={
        <Typography.Text code copyable className="breaks">
          {secret}
        </Typography.Text>
      }
    />
  );
}
