/** How the texts would read: as a mail, and in a group. */
import { Tabs } from "antd";
import type { TextsPreview } from "../../api/types";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.notices.texts;

export function Preview({ preview }: { preview: TextsPreview }) {
  return (
    <Section title={text.previewOf}>
      <Tabs
        items={[
          {
            key: "mail",
            label: text.mail,
            children: <iframe className="mail-frame" title={text.previewOf} sandbox="" srcDoc={preview.html} />,
          },
          { key: "group", label: text.group, children: <pre className="mail-text">{preview.robot}</pre> },
        ]}
      />
    </Section>
  );
}
