/** What the window, its tab and the browser's history call the page. */
import { useEffect } from "react";
import { zh } from "../messages/zh";

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = zh.shell.pageTitle(title);
  }, [title]);
}
