/** A post is set up, held by others, or abolished. */
import type { BothAbsent, OfficePost, PostKind } from "../../api/types";
import { zh } from "../../messages/zh";
import { ChangeDialog } from "./ChangeDialog";
import { ChoiceField, choicesOf, TextField } from "./Fields";
import { codeOf, peopleChoices, unitChoices, useViewed, usernameOf } from "./Viewed";

const text = zh.organisation;
const label = text.fields;

interface PostFields {
  unit?: string;
  title: string;
  kind: PostKind;
  a?: string;
  b?: string;
  both_absent: BothAbsent;
}

export function PostDialog({ post, unit, onClose }: { post?: OfficePost; unit?: string; onClose: () => void }) {
  const { office } = useViewed();
  const people = peopleChoices(office);
  const initial = post
    ? {
        unit: codeOf(office, post.unit),
        title: post.title,
        kind: post.kind,
        a: usernameOf(office, post.a),
        b: usernameOf(office, post.b),
        both_absent: post.both_absent,
      }
    : { unit, kind: "handler" as const, both_absent: "refuse" as const };
  return (
    <ChangeDialog<PostFields>
      title={post ? text.editPost : text.addPost}
      initial={initial}
      changeOf={(fields) => ({ type: "post", ...fields })}
      onClose={onClose}
    >
      <ChoiceField name="unit" label={label.unit} choices={unitChoices(office)} fixed={!!post} />
      <TextField name="title" label={label.postTitle} fixed={!!post} needed />
      <ChoiceField name="kind" label={label.kind} choices={choicesOf(text.postKinds)} needed />
      <ChoiceField name="a" label={label.a} choices={people} />
      <ChoiceField name="b" label={label.b} choices={people} />
      <ChoiceField name="both_absent" label={label.both_absent} choices={choicesOf(text.bothAbsent)} needed />
    </ChangeDialog>
  );
}

export function EndPostDialog({ post, onClose }: { post: OfficePost; onClose: () => void }) {
  const { office } = useViewed();
  return (
    <ChangeDialog<object>
      title={text.endPostTitle(`${post.unit?.name ?? ""}${post.title}`)}
      lead={text.endPostLead}
      okText={text.confirmEnd}
      danger
      changeOf={() => ({ type: "end_post", unit: codeOf(office, post.unit), title: post.title })}
      onClose={onClose}
    >
      {null}
    </ChangeDialog>
  );
}
