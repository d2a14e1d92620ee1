/** Takes what the page shows along as a workbook. */
import { FileExcelOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { address } from "../api/client";
import { zh } from "../messages/zh";

interface Props {
  path: string;
  query: Record<string, string | undefined>;
}

export function ExcelButton({ path, query }: Props) {
  return (
    <Button icon={<FileExcelOutlined />} href={address(path, query)}>
      {zh.common.excel}
    </Button>
  );
}
