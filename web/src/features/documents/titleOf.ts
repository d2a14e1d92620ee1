/** What a document is called, without the ending of its file. */
import type { OfficialDocument } from "../../api/types";

export const titleOf = ({ name }: Pick<OfficialDocument, "name">) => name.replace(/\.pdf$/, "");
