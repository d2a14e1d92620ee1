/** The end of a list that the server hands out page by page. */
import { Button } from "antd";
import { zh } from "../messages/zh";

interface Props {
  pages: {
    items: unknown[];
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
}

export function LoadMore({ pages }: Props) {
  if (pages.items.length === 0) return null;
  return (
    <div className="load-more no-print">
      {pages.hasNextPage ? (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {zh.common.loadMore}
        </Button>
      ) : (
        <span className="muted">{zh.common.allShown(pages.items.length)}</span>
      )}
    </div>
  );
}
