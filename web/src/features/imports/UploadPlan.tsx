/** Puts a plan in: choose a file or drop it here. */
import { InboxOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Upload } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { importQuery, uploadPlan } from "./importsApi";

const text = zh.imports;
const KINDS = [".txt", ".docx", ".xlsx", ".xls"];

export function isPlan(name: string): boolean {
  return KINDS.some((kind) => name.toLowerCase().endsWith(kind));
}

export function UploadPlan() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [refused, setRefused] = useState(false);
  const upload = useMutation({
    mutationFn: uploadPlan,
    onSuccess: (plan) => {
      client.setQueryData(importQuery(String(plan.id)).queryKey, plan);
      void client.invalidateQueries({ queryKey: ["/imports", "pages"] });
      void navigate(`/imports/${plan.id}`);
    },
  });
  const take = (file: File) => {
    setRefused(!isPlan(file.name));
    if (isPlan(file.name)) upload.mutate(file);
    return Upload.LIST_IGNORE;
  };
  return (
    <div className="upload">
      {refused && <Alert type="error" showIcon role="alert" className="problems" title={text.wrongKind} />}
      <ProblemList error={upload.error} />
      <Upload.Dragger
        accept={KINDS.join(",")}
        showUploadList={false}
        disabled={upload.isPending}
        beforeUpload={(file) => take(file)}
      >
        <InboxOutlined className="upload-icon" />
        <p>{upload.isPending ? text.uploading : text.drop}</p>
        <p className="muted">{text.accepts}</p>
      </Upload.Dragger>
    </div>
  );
}
