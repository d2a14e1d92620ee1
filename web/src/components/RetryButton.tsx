/** Asks the server once more. */
import { Button } from "antd";
import { zh } from "../messages/zh";

export function RetryButton({ onRetry }: { onRetry: () => unknown }) {
  return <Button onClick={() => void onRetry()}>{zh.common.retry}</Button>;
}
