/** The look of the office: calm deep red, ink and paper. Every colour of the pages comes from here or from styles.css. */
import type { ThemeConfig } from "antd";

export const theme: ThemeConfig = {
  token: {
    colorPrimary: "#8a1f17",
    colorInfo: "#2b5c8a",
    colorLink: "#8a1f17",
    colorLinkHover: "#b03a2e",
    colorSuccess: "#2e7d32",
    colorWarning: "#a86300",
    colorError: "#c62828",
    colorInfoBg: "#eef3f8",
    colorInfoBorder: "#b9cde0",
    colorSuccessBg: "#eff7ef",
    colorSuccessBorder: "#b5d6b7",
    colorWarningBg: "#fdf6e7",
    colorWarningBorder: "#e6cf9c",
    colorErrorBg: "#fdf0ef",
    colorErrorBorder: "#eab8b3",
    colorText: "#1f2730",
    colorTextSecondary: "#56606b",
    // The library's own greys for hints, names of facts and what a field asks for stand below 4.5 to 1 on white.
    colorTextTertiary: "#626c76",
    colorTextDescription: "#626c76",
    colorTextPlaceholder: "#6b747d",
    colorBgLayout: "#f6f4f0",
    colorBorder: "#cfc9bf",
    colorBorderSecondary: "#e6e1d8",
    borderRadius: 4,
    fontSize: 15,
    fontFamily: '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif',
    motion: false,
  },
  components: {
    Layout: { headerBg: "#8a1f17", headerColor: "#ffffff", siderBg: "#ffffff", headerHeight: 56 },
    Menu: { itemHeight: 34, itemMarginBlock: 1, groupTitleFontSize: 13, groupTitleColor: "#56606b", itemBorderRadius: 4, itemSelectedBg: "#f6e9e6", itemSelectedColor: "#8a1f17" },
    Tree: { nodeSelectedBg: "#f6e9e6" },
    Table: { headerBg: "#f3efe8", rowHoverBg: "#faf7f2", rowSelectedBg: "#fbf4f2", rowSelectedHoverBg: "#f6e9e6", cellPaddingBlock: 10, cellPaddingInline: 10 },
    Card: { headerFontSize: 16 },
  },
};
