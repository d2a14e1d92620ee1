/** The frame around every page: head, menu and the page itself. */
import { Drawer, Grid, Layout } from "antd";
import { Suspense, useState } from "react";
import { Outlet, ScrollRestoration } from "react-router";
import { Loading } from "../../components/Loading";
import { zh } from "../../messages/zh";
import { useLightColours } from "../session/useLights";
import { Head } from "./Head";
import { MainMenu } from "./MainMenu";

export function Shell() {
  const wide = Grid.useBreakpoint().lg ?? true;
  useLightColours();
  const [menuOpen, setMenuOpen] = useState(false);
  return (
    <Layout className="shell">
      <a className="skip" href="#page">
        {zh.shell.skip}
      </a>
      <ScrollRestoration />
      <Head onMenu={wide ? undefined : () => setMenuOpen(true)} />
      <Layout>
        {wide ? (
          <Layout.Sider width={200} className="no-print" role="navigation" aria-label={zh.shell.menu}>
            <MainMenu />
          </Layout.Sider>
        ) : (
          <Drawer
            placement="left"
            size={260}
            open={menuOpen}
            onClose={() => setMenuOpen(false)}
            title={zh.shell.menu}
            styles={{ body: { padding: 8 } }}
          >
            <MainMenu onChosen={() => setMenuOpen(false)} />
          </Drawer>
        )}
        <Layout.Content id="page" className="page" role="main" tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
