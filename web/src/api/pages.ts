/** Lists that the server hands out page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { get } from "./client";
import type { Page } from "./types";

type Query = Record<string, string | undefined>;

/** All pages loaded so far as one list, with the means to load the next. */
export function usePages<Item>(path: string, query: Query = {}) {
  const pages = useInfiniteQuery({
    queryKey: [path, "pages", query],
    queryFn: ({ pageParam, signal }) => get<Page<Item>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return { ...pages, items: pages.data?.pages.flatMap((page) => page.items) ?? [] };
}
