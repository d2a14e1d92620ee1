/** The dialog that was asked for. */
import { EndPostDialog, PostDialog } from "./PostDialogs";
import { LeaveDialog, PersonDialog } from "./PersonDialogs";
import { EndUnitDialog, UnitDialog } from "./UnitDialogs";
import type { Wanted } from "./Viewed";

export function Dialogs({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  switch (wanted.kind) {
    case "unit":
      return <UnitDialog unit={wanted.unit} parent={wanted.parent} onClose={onClose} />;
    case "end-unit":
      return <EndUnitDialog unit={wanted.unit} onClose={onClose} />;
    case "person":
      return <PersonDialog person={wanted.person} unit={wanted.unit} onClose={onClose} />;
    case "leave":
      return <LeaveDialog person={wanted.person} onClose={onClose} />;
    case "post":
      return <PostDialog post={wanted.post} unit={wanted.unit} onClose={onClose} />;
    case "end-post":
      return <EndPostDialog post={wanted.post} onClose={onClose} />;
  }
}
