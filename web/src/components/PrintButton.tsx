/** Prints the page that is open. */
import { PrinterOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { zh } from "../messages/zh";

export function PrintButton() {
  return (
    <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
      {zh.common.print}
    </Button>
  );
}
