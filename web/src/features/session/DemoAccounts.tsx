/** The demo office's accounts, one press to fill in; an office in service has none. */
import { Button } from "antd";
import type { DemoAccount } from "../../api/types";
import { zh } from "../../messages/zh";

interface Props {
  accounts: DemoAccount[];
  onChoose: (account: DemoAccount) => void;
}

export function DemoAccounts({ accounts, onChoose }: Props) {
  if (accounts.length === 0) return null;
  return (
    <section className="demo-accounts" aria-label={zh.session.demo}>
      <p>{zh.session.demo}</p>
      <div>
        {accounts.map((account) => (
          <Button key={account.username} onClick={() => onChoose(account)}>
            <span>{account.name}</span>
            <span className="muted">{account.role}</span>
          </Button>
        ))}
      </div>
    </section>
  );
}
