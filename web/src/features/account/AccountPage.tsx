/** 账户与安全: one's own password, where one is signed in and was, tokens; for administrators the passwords of others. */
import { PageHead } from "../../components/PageHead";
import { zh } from "../../messages/zh";
import { ADMINISTRATORS } from "../shell/menu";
import { useRole } from "../session/SessionContext";
import { PasswordSection } from "./PasswordSection";
import { ResetSection } from "./ResetSection";
import { SessionsSection } from "./SessionsSection";
import { SignInsSection } from "./SignInsSection";
import { TokensSection } from "./TokensSection";

export function AccountPage() {
  const administers = useRole(...ADMINISTRATORS);
  return (
    <>
      <PageHead title={zh.account.title} />
      <SessionsSection />
      <SignInsSection />
      <TokensSection />
      <div className="columns">
        <PasswordSection />
        {administers && <ResetSection />}
      </div>
    </>
  );
}
