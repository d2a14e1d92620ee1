/** The texts of notices: asked for, previewed, written. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { KindOfText, NoticeTexts, Page, TextsDetail, TextsPreview } from "../../api/types";

export const textsQuery = queryOptions({
  queryKey: ["/notice-texts"],
  queryFn: () => get<Page<KindOfText>>("/notice-texts"),
});

export const textQuery = (kind: string) =>
  queryOptions({ queryKey: ["/notice-texts", kind], queryFn: () => get<TextsDetail>(`/notice-texts/${kind}`) });

export const putTexts = (kind: string, texts: NoticeTexts) =>
  act<TextsDetail>("PUT", `/notice-texts/${kind}`, { body: texts });

export const restoreTexts = (kind: string) =>
  act<TextsDetail>("PUT", `/notice-texts/${kind}`, { body: { restore: true } });

export const previewTexts = (kind: string, texts: NoticeTexts, itemId: number | null) =>
  act<TextsPreview>("POST", `/notice-texts/${kind}/preview`, { body: { ...texts, item_id: itemId } });
