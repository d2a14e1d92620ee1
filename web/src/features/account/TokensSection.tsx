/** One's own tokens for programs: what each may do and until when, made and revoked. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useState } from "react";
import { messageOf } from "../../api/problem";
import type { Token } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { revokeToken, tokensQuery } from "./accountApi";
import { NewToken } from "./NewToken";

const text = zh.account;

export function TokensSection() {
  const [making, setMaking] = useState(false);
  const tokens = useQuery(tokensQuery);
  const client = useQueryClient();
  const { message } = App.useApp();
  const revoking = useMutation({
    mutationFn: revokeToken,
    onSuccess: () => message.success(text.revoked),
    onError: (error) => message.error(messageOf(error)),
    onSettled: () => client.invalidateQueries(tokensQuery),
  });
  return (
    <Section title={text.tokens} extra={<Button onClick={() => setMaking(true)}>{text.newToken}</Button>}>
      <p className="muted">{text.tokensLead}</p>
      <ListOrCards
        label={text.tokens}
        columns={columns((id) => revoking.mutate(id))}
        rows={tokens.data ?? []}
        loading={tokens.isPending}
        emptyText={tokens.error ? messageOf(tokens.error) : text.noTokens}
      />
      {making && <NewToken onClose={() => setMaking(false)} />}
    </Section>
  );
}

function columns(onRevoke: (id: number) => void): Column<Token>[] {
  return [
    { key: "label", title: text.label, wraps: true, onCard: "heading", render: ({ label }) => label },
    { key: "scope", title: text.scope, wraps: true, render: scopesOf },
    { key: "until", title: text.until, render: untilOf },
    {
      key: "action",
      title: text.action,
      onCard: "foot",
      render: ({ id }) => (
        <Popconfirm title={text.revokeSure} okText={text.revoke} onConfirm={() => onRevoke(id)}>
          <Button>{text.revoke}</Button>
        </Popconfirm>
      ),
    },
  ];
}

function scopesOf({ scopes }: Token): string {
  return scopes ? scopes.map((scope) => text.scopes[scope]).join("；") : text.allScopes;
}

function untilOf({ expires_at }: Token): string {
  if (!expires_at) return text.forever;
  return new Date(expires_at) > new Date() ? exactTime(expires_at) : text.over;
}
