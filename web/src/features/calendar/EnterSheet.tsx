/** Days or a notice from a workbook. */
import { InboxOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Upload } from "antd";
import type { CalendarProposal } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { readSheet } from "./calendarApi";

const text = zh.calendar;

export function EnterSheet({ onRead }: { onRead: (proposal: CalendarProposal) => void }) {
  const reading = useMutation({ mutationFn: readSheet, onSuccess: onRead });
  const take = (file: File) => {
    reading.mutate(file);
    return Upload.LIST_IGNORE;
  };
  return (
    <>
      <ProblemList error={reading.error} placeOf={({ field }) => field} />
      <Upload.Dragger
        accept=".xlsx,.xls"
        showUploadList={false}
        disabled={reading.isPending}
        beforeUpload={(file) => take(file)}
      >
        <InboxOutlined className="upload-icon" />
        <p>{reading.isPending ? text.reading : text.drop}</p>
        <p className="muted">{text.sheetLead}</p>
      </Upload.Dragger>
    </>
  );
}
