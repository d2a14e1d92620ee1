/** Changing one's own password, where it is kept here. */
import { useQuery } from "@tanstack/react-query";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { passwordQuery } from "./accountApi";
import { PasswordForm } from "./PasswordForm";

const text = zh.account;

export function PasswordSection() {
  const state = useQuery(passwordQuery);
  if (!state.data) return null;
  return (
    <Section title={text.password}>
      {state.data.kept_here ? (
        <>
          <p className="muted">{text.passwordThen}</p>
          <PasswordForm oldLabel={text.old} />
        </>
      ) : (
        <p>{text.passwordElsewhere}</p>
      )}
    </Section>
  );
}
