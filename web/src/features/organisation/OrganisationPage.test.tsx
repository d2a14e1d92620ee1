import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { Office } from "../../api/types";
import { renderAt, SESSION } from "../../test/render";
import { serve } from "../../test/server";
import { HistoryPage } from "./HistoryPage";
import { OrganisationPage } from "./OrganisationPage";
import { treeOf } from "./UnitsTab";

const ZHC = { id: 1, code: "zhc", name: "综合处", line: "", position: 0, parent: null, partner: null, leader: { id: 9, name: "钱博" } };
const SECTION = { ...ZHC, id: 2, code: "yk", name: "一科", position: 1, parent: { id: 1, name: "综合处" }, leader: null };
const OFFICE: Office = {
  at: "2026-11-23T09:30:00Z",
  units: [ZHC, SECTION],
  posts: [
    { id: 5, title: "承办岗", kind: "handler", both_absent: "refuse", unit: { id: 1, name: "综合处" }, a: { id: 7, name: "陈璐" }, b: { id: 8, name: "刘洋" } },
  ],
  people: [
    { id: 7, username: "chenlu", name: "陈璐", title: "科长", email: "c@example.cn", unit: { id: 1, name: "综合处" }, roles: ["handler", "officer"], given_roles: ["officer"], present: false },
    { id: 8, username: "liuyang", name: "刘洋", title: "", email: null, unit: { id: 1, name: "综合处" }, roles: ["handler"], given_roles: [], present: true },
    { id: 9, username: "qianbo", name: "钱博", title: "副主任", email: null, unit: null, roles: ["leader"], given_roles: ["leader"], present: true },
  ],
  turns: ["2026-12-01T16:00:00Z"],
  follows_directory: false,
};

const show = (search = "") => renderAt(`/organisation${search}`, "/organisation", <OrganisationPage />);
const own = SESSION.person.roles;
const asAdministrator = () => (SESSION.person.roles = ["administrator"]);

afterEach(() => {
  SESSION.person.roles = own;
});

describe("the page of the organisation", () => {
  it("shows units as a tree, posts with A and B, people with roles and whether they are here", async () => {
    serve({ "GET /organisation": { body: OFFICE } });
    show();
    const posts = within(await screen.findByRole("table", { name: "岗位" }));
    expect(posts.getByText("陈璐")).toBeTruthy();
    expect(posts.getByText("外出")).toBeTruthy();
    const people = within(screen.getByRole("table", { name: "人员" }));
    expect(people.getByText("承办人、督办专员")).toBeTruthy();
    expect(people.getByText("在岗")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "新增单位" })).toBeNull();
    expect(screen.queryByText("导出 Excel")).toBeNull();
    expect(treeOf(OFFICE)).toEqual([{ key: "zhc", title: "综合处", children: [{ key: "yk", title: "一科", children: [] }] }]);
  });

  it("shows another day, and those on which something changes", async () => {
    const log = serve({ "GET /organisation": { body: OFFICE } });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "2026年12月2日" }));
    expect(await screen.findByText("正在查看 2026年12月2日 的情况")).toBeTruthy();
    expect(log.at(-1)?.query.get("at")).toBe("2026-12-02T23:59:00+08:00");
  });

  it("changes a person as administrators ask, with the roles that were given", async () => {
    asAdministrator();
    const log = serve({ "GET /organisation": { body: OFFICE }, "POST /organisation/changes": { body: { count: 1 } } });
    show();
    const people = within(await screen.findByRole("table", { name: "人员" }));
    const [first] = people.getAllByRole("button", { name: /修\s*改/ });
    if (first) await userEvent.click(first);
    const dialog = within(await screen.findByRole("dialog"));
    const title = dialog.getByLabelText("职务");
    await userEvent.clear(title);
    await userEvent.type(title, "副处长");
    await userEvent.click(dialog.getByRole("button", { name: /保\s*存/ }));
    expect(await screen.findByText("已保存。")).toBeTruthy();
    expect(log.find(({ method }) => method === "POST")?.body).toEqual({
      starts_at: null,
      changes: [
        { type: "person", username: "chenlu", name: "陈璐", email: "c@example.cn", title: "副处长", unit: "zhc", roles: ["officer"] },
      ],
    });
  });

  it("says at the field what does not hold", async () => {
    asAdministrator();
    const refused = "单位“zhc”还有人员，请填写并入的单位";
    serve({
      "GET /organisation": { body: OFFICE },
      "POST /organisation/changes": {
        status: 422,
        body: { code: "error.invalid", detail: refused, problems: [{ code: "x", message: refused, field: "/changes/0/successor" }] },
      },
    });
    show("?day=2026-12-31");
    await userEvent.click(await screen.findByRole("button", { name: /撤\s*并/ }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: /确\s*定/ }));
    expect(await dialog.findByText(refused)).toBeTruthy();
    expect(dialog.queryByText("有 1 处需要修改")).toBeNull();
  });

  it("changes nothing of the past", async () => {
    asAdministrator();
    serve({ "GET /organisation": { body: OFFICE } });
    show("?day=2026-01-05");
    expect(await screen.findByText("正在查看 2026年1月5日 的情况")).toBeTruthy();
    await screen.findByRole("table", { name: "人员" });
    expect(screen.queryByRole("button", { name: "新增单位" })).toBeNull();
  });

  it("finds people by any of their words", async () => {
    serve({ "GET /organisation": { body: OFFICE } });
    show();
    await userEvent.click(await screen.findByRole("tab", { name: "全部人员" }));
    await userEvent.type(screen.getByRole("searchbox", { name: /搜索/ }), "综合处 督办");
    const people = within(screen.getAllByRole("table", { name: "人员" }).at(-1) as HTMLElement);
    expect(people.getByText("陈璐")).toBeTruthy();
    expect(people.queryByText("刘洋")).toBeNull();
  });
});

describe("following the directory", () => {
  const FOLLOWING = { "GET /organisation": { body: { ...OFFICE, follows_directory: true } } };
  const FOUND = {
    dry_run: true,
    people: [
      { kind: "new", username: "newcomer", name: "新来", unit: "综合处", left_open: [] },
      { kind: "gone", username: "chenlu", name: "陈璐", unit: "", left_open: ["综合处承办岗A"] },
    ],
    skipped: [{ username: "nomail", reason: { code: "mail", text: "目录里没有邮箱，请补上再同步" } }],
    unknown_units: ["档案科"],
  };

  it("is offered only where a directory is set", async () => {
    asAdministrator();
    serve({ "GET /organisation": { body: OFFICE } });
    show();
    await screen.findByRole("table", { name: "人员" });
    expect(screen.getByRole("button", { name: "新增单位" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "立即同步" })).toBeNull();
  });

  it("shows first what would change and does it when confirmed", async () => {
    asAdministrator();
    const log = serve({ ...FOLLOWING, "POST /organisation/sync": { body: FOUND } });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "立即同步" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByText("与目录相比，有 2 人要变动：")).toBeTruthy();
    expect(dialog.getByText("新增 新来")).toBeTruthy();
    expect(dialog.getByText("空出岗位：综合处承办岗A")).toBeTruthy();
    expect(dialog.getByText("nomail：目录里没有邮箱，请补上再同步")).toBeTruthy();
    expect(dialog.getByText(/归到上面有的一级：档案科/)).toBeTruthy();
    await userEvent.click(dialog.getByRole("button", { name: "确认同步" }));
    expect(await screen.findByText("已按目录同步，变动 2 人。")).toBeTruthy();
    const asked = log.filter(({ method }) => method === "POST").map(({ body }) => body);
    expect(asked).toEqual([{ dry_run: true, force: false }, { force: false }]);
  });

  it("says what is wrong, and lets many leave only when that is confirmed", async () => {
    asAdministrator();
    const detail = "目录里找不到 9 个在岗人员";
    const problems = [{ code: "people.sync_gone", message: detail, field: "force" }];
    const log = serve({ ...FOLLOWING, "POST /organisation/sync": { status: 422, body: { detail, problems } } });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "立即同步" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByText(detail)).toBeTruthy();
    expect((dialog.getByRole("button", { name: "确认同步" }) as HTMLButtonElement).disabled).toBe(true);
    await userEvent.click(dialog.getByRole("checkbox"));
    await screen.findByText(detail);
    expect(log.at(-1)?.body).toEqual({ dry_run: true, force: true });
  });
});

describe("the record of the office", () => {
  it("tells each change in words", async () => {
    const event = { element_id: null, actor: { id: 1, name: "彭飞" }, post: null, on_behalf_of: null, cause: null, request_id: null, before: null };
    serve({
      "GET /organisation": { body: OFFICE },
      "GET /organisation/history": {
        body: {
          items: [
            {
              ...event,
              seq: 2,
              type: "organisation.changed",
              name: "chenlu",
              at: "2026-11-23T01:00:00Z",
              data: { change: "SetPerson", username: "chenlu", name: "陈璐", roles: ["officer"], unit: "zhc", starts_at: "2026-11-30T16:00:00Z" },
              after: null,
            },
            { ...event, seq: 1, type: "absence.ended", name: "陈璐", at: "2026-11-22T01:00:00Z", data: { person_id: 7 }, after: { ends_at: "2026-11-22T01:00:00Z" } },
          ],
          next: null,
        },
      },
    });
    renderAt("/organisation/history", "/organisation/history", <HistoryPage />);
    expect(await screen.findByText("设定人员 陈璐")).toBeTruthy();
    expect(screen.getByText("用户名：chenlu；名称：陈璐；角色：督办专员；单位：综合处")).toBeTruthy();
    expect(screen.getByText("2026年12月1日 00:00")).toBeTruthy();
    expect(screen.getByText("止：2026年11月22日 09:00")).toBeTruthy();
  });
});
