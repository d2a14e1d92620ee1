/** Which page stands at which address; each page is loaded when it is first opened. */
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { Loading } from "./components/Loading";
import { NotFound } from "./components/NotFound";
import { PageFault } from "./components/PageFault";
import { LoginPage } from "./features/session/LoginPage";
import { RequireSession } from "./features/session/RequireSession";
import { RequireRole } from "./features/session/RequireRole";
import { ADMINISTRATORS, AUDITORS, DESIGNERS, OFFICERS, OVERSEERS } from "./features/shell/menu";
import type { Role } from "./api/types";
import type { ComponentType } from "react";

function page(path: string, load: () => Promise<ComponentType>, roles?: Role[]): RouteObject {
  const lazy = async () => {
    const Page = await load();
    return { element: roles ? <RequireRole roles={roles}><Page /></RequireRole> : <Page /> };
  };
  return { path, lazy, errorElement: <PageFault />, HydrateFallback: Loading };
}

const PAGES: RouteObject[] = [
  { index: true, element: <Navigate to="/tasks" replace /> },
  page("tasks", async () => (await import("./features/tasks/TasksPage")).TasksPage),
  page("tasks/:id", async () => (await import("./features/tasks/TaskPage")).TaskPage),
  page("imports", async () => (await import("./features/imports/ImportsPage")).ImportsPage, OFFICERS),
  page("imports/:id", async () => (await import("./features/imports/ImportPage")).ImportPage, OFFICERS),
  page("matters", async () => (await import("./features/matters/MattersPage")).MattersPage, OVERSEERS),
  page("matters/:id", async () => (await import("./features/matters/MatterPage")).MatterPage),
  page("ledger", async () => (await import("./features/ledger/LedgerPage")).LedgerPage),
  page("overview", async () => (await import("./features/overview/OverviewPage")).OverviewPage),
  page("statistics", async () => (await import("./features/statistics/StatisticsPage")).StatisticsPage),
  page("items/:id", async () => (await import("./features/items/ItemPage")).ItemPage),
  page("reviews", async () => (await import("./features/reviews/ReviewsPage")).ReviewsPage),
  page("reviews/tasks/:id", async () => (await import("./features/reviews/KeyTaskPage")).KeyTaskPage),
  page("performance", async () => (await import("./features/performance/PerformancePage")).PerformancePage),
  page("performance/entries/:id", async () => (await import("./features/performance/EntryPage")).EntryPage),
  page("negative-list", async () => (await import("./features/performance/NegativeListPage")).NegativeListPage),
  page("commendation", async () => (await import("./features/commendation/CyclesPage")).CyclesPage),
  page("commendation/:id", async () => (await import("./features/commendation/CyclePage")).CyclePage),
  page("commendation/awards", async () => (await import("./features/commendation/AwardsPage")).AwardsPage),
  page("commendation/awards/:id", async () => (await import("./features/commendation/AwardPage")).AwardPage),
  page(
    "commendation/nominations/:id",
    async () => (await import("./features/commendation/NominationPage")).NominationPage,
  ),
  page("asking", async () => (await import("./features/asking/AskingPage")).AskingPage, [...OVERSEERS, "designer"]),
  page("lights", async () => (await import("./features/lights/LightsPage")).LightsPage, DESIGNERS),
  page("numbering", async () => (await import("./features/numbering/NumberingPage")).NumberingPage, DESIGNERS),
  page("ballots", async () => (await import("./features/ballots/BallotsPage")).BallotsPage),
  page("ballots/:id", async () => (await import("./features/ballots/BallotPage")).BallotPage),
  page("public-notices", async () => (await import("./features/publicNotices/NoticesPage")).NoticesPage),
  page("public-notices/:id", async () => (await import("./features/publicNotices/NoticePage")).NoticePage),
  page("documents", async () => (await import("./features/documents/DocumentsPage")).DocumentsPage, OVERSEERS),
  page("absences", async () => (await import("./features/absences/AbsencesPage")).AbsencesPage),
  page("organisation", async () => (await import("./features/organisation/OrganisationPage")).OrganisationPage),
  page(
    "organisation/history",
    async () => (await import("./features/organisation/HistoryPage")).HistoryPage,
    AUDITORS,
  ),
  page("calendar", async () => (await import("./features/calendar/CalendarPage")).CalendarPage),
  page("notices", async () => (await import("./features/notices/NoticesPage")).NoticesPage),
  page("notices/settings", async () => (await import("./features/notices/SettingsPage")).SettingsPage),
  page("notices/:id", async () => (await import("./features/notices/NoticePage")).NoticePage),
  page(
    "notice-texts",
    async () => (await import("./features/noticeTexts/NoticeTextsPage")).NoticeTextsPage,
    DESIGNERS,
  ),
  page("channels", async () => (await import("./features/channels/ChannelsPage")).ChannelsPage, ADMINISTRATORS),
  page("mailbox", async () => (await import("./features/mailbox/MailboxPage")).MailboxPage),
  page("designer", async () => (await import("./features/designer/DesignerListPage")).DesignerListPage, DESIGNERS),
  page("designer/:key", async () => (await import("./features/designer/DesignerPage")).DesignerPage, DESIGNERS),
  page(
    "designer/:key/carry-over",
    async () => (await import("./features/designer/CarryOverPage")).CarryOverPage,
    ADMINISTRATORS,
  ),
  page(
    "deliveries",
    async () => (await import("./features/deliveries/DeliveriesPage")).DeliveriesPage,
    ADMINISTRATORS,
  ),
  page("account", async () => (await import("./features/account/AccountPage")).AccountPage),
  { path: "*", element: <NotFound /> },
];

async function signedInFrame() {
  const { Shell } = await import("./features/shell/Shell");
  return {
    element: (
      <RequireSession>
        <Shell />
      </RequireSession>
    ),
  };
}

export const router = createBrowserRouter([
  { path: "/login", element: <LoginPage />, errorElement: <PageFault /> },
  page("/notice/:slug", async () => (await import("./features/publicNotices/PublicNoticePage")).PublicNoticePage),
  page("/awards/:year", async () => (await import("./features/commendation/PublishedPage")).PublishedPage),
  { path: "/", lazy: signedInFrame, children: PAGES, errorElement: <PageFault />, HydrateFallback: Loading },
]);
