/** The shapes the server answers with, by the names the pages use; generated ones, with the fixed lists of codes named. */
import type { components } from "./schema";

type Shapes = components["schemas"];
type Narrowed<Shape, Fields> = Omit<Shape, keyof Fields> & Fields;

export interface Page<Item> {
  items: Item[];
  next?: string | null;
}

export type Named = Shapes["Named"];
export type Coded<Code extends string = string> = Narrowed<Shapes["Coded"], { code: Code }>;
export type DefinitionRef = Shapes["DefinitionRef"];
export type Problem = Shapes["ProblemShape"];

export type GivenRole = "officer" | "leader" | "party_committee" | "designer" | "auditor" | "administrator";
export type Role = GivenRole | "handler" | "liaison" | "unit_head";
export type Session = Narrowed<Shapes["Session"], { person: Narrowed<Shapes["Person"], { roles: Role[] }> }>;
export type DemoAccount = Shapes["DemoAccount"];
export type Unit = Shapes["UnitShape"];
export type Person = Shapes["PersonShape"];

export type LightCode = keyof Shapes["Lights"];
export type LightCounts = Shapes["Lights"];
export type Light = Narrowed<Shapes["Light"], { code: LightCode }>;

export type Subject = Shapes["Subject"];
export type Task = Narrowed<Shapes["TaskShape"], { light: Light }>;
export type TaskDetail = Narrowed<Shapes["TaskDetail"], { light: Light }>;

export type Sheet = Shapes["SheetShape"];
export type Verb = Sheet["verbs"][number];
export type Earlier = Shapes["EarlierShape"];
export type BulkResult = Shapes["Result"];

export type HistoryEvent = Shapes["HistoryEvent"];

export type LightLook = Shapes["LightLook"];
export type LightLooks = Shapes["LightLooks"];
export type StepsAsked = Shapes["StepsBody"];
export type Stepped = Shapes["Stepped"];
export type StepOutcome = Shapes["StepOutcome"];

export type CarriedOver = Shapes["CarriedOverShape"];
export type CarriedChange = Shapes["CarriedChange"];
export type CarryRefusal = Shapes["CarryRefusal"];

export type DraftRow = Required<Shapes["Row"]>;
export type Cadence = DraftRow["cadence"];
export type ImportState = "draft" | "confirmed";
export type ImportSummary = Narrowed<Shapes["ImportSummary"], { state: ImportState }>;
export type ImportDetail = Narrowed<Shapes["Import"], { state: ImportState; rows: DraftRow[] }>;

export type MatterFacts = Shapes["RegistrationBody"];
export type MatterOpened = Shapes["Registered"];
export type Matter = Shapes["MatterShape"];
export type MatterDetail = Narrowed<
  Shapes["MatterDetail"],
  { items: ItemRow[]; draft_items: DraftRow[]; open_tasks: Task[] }
>;

export type StepCode = "none" | "urge" | "watch" | "supervise" | "circular" | "talk";
export type Ladder = Narrowed<Shapes["LadderShape"], { step: Coded<StepCode> }>;
export type LadderStep = Ladder["taken"][number];
export type ItemRow = Narrowed<Shapes["ItemRow"], { light: Light; step: Coded<StepCode> }>;
export type ItemRecord = Shapes["Record"];
export type Explanation = Narrowed<Shapes["ExplanationShape"], { light: Light; step: Coded<StepCode> }>;
export type OfficialDocument = Shapes["OfficialDocumentShape"];
export type ItemRequest = Shapes["RequestShape"];
export type ListedDocument = Shapes["ListedDocument"];
export type DocumentDetail = Shapes["DocumentDetail"];
export type DocumentCounts = Shapes["DocumentCounts"];
export type DocumentState = keyof DocumentCounts;
export type Correction = Shapes["CorrectionBody"];
export type ItemDetail = Narrowed<Shapes["ItemDetail"], { light: Light; step: Coded<StepCode>; ladder: Ladder; open_tasks: Task[] }>;

export type Milestone = Shapes["MilestoneShape"];
export type MilestoneWanted = Shapes["MilestoneBody"];
export type LeaderPost = Shapes["PostChoice"];
export type InstructionWanted = Pick<
  Shapes["InstructionBody"],
  "text" | "dated_on" | "leader_post_id" | "due_working_days"
> & { praise?: boolean };
export type DuplicatesFound = Shapes["DuplicatesFound"];
export type ItemFound = Shapes["ItemFound"];
export type AskedWeek = Shapes["AskedWeek"];
export type AskedUnit = Shapes["AskedShape"];
export type Cap = AskedWeek["caps"][number];
export type Numbering = Shapes["Numbering"];

export type Attachment = Shapes["AttachmentShape"];
export type Attachments = Shapes["Attachments"];

export type MailRow = Shapes["MailSummary"];
export type Mail = Shapes["Mail"];

export type Delivery = Shapes["Delivery"];
export type DeliveryCounts = Shapes["DeliveryCounts"];
export type DeliveryKind = "mails" | "calls";
export type DeliveryState = Delivery["state"];

export type DefinitionRow = Shapes["DefinitionShape"];
export type Definition = Shapes["DefinitionDetail"];
export type BundleFile = Shapes["FileShape"];
export type Deployment = Shapes["DeploymentShape"];

export type SignedInAt = Shapes["SessionShape"] & { way: "password" | "directory" | "provider" };
export type Scope = Shapes["TokenBody"]["scopes"][number];
export type Token = Narrowed<Shapes["TokenShape"], { scopes: Scope[] | null }>;
export type SignInLine = Shapes["SignInLine"];
export type OwnSignIns = Shapes["OwnSignInsShape"];
export type CreatedToken = Narrowed<Shapes["CreatedTokenShape"], { token: Token }>;
export type TokenWanted = Shapes["TokenBody"];
export type OneTimePassword = Shapes["OneTimePasswordShape"];
export type OfficeUnit = Shapes["UnitOfOffice"];
export type PostKind = "head" | "handler" | "liaison" | "leader" | "officer" | "other";
export type BothAbsent = "refuse" | "head";
export type OfficePost = Narrowed<Shapes["PostShape"], { kind: PostKind; both_absent: BothAbsent }>;
export type OfficePerson = Narrowed<Shapes["PersonOfOffice"], { roles: Role[]; given_roles: GivenRole[] }>;
export type Office = Narrowed<Shapes["OfficeShape"], { posts: OfficePost[]; people: OfficePerson[] }>;
export type OfficeChange = Shapes["ChangesBody"]["changes"][number];
export type Synced = Shapes["Synced"];
export type SheetImported = Shapes["SheetImported"];

export type Absence = Shapes["AbsenceShape"];
export type AbsenceEntry = Shapes["AbsenceBody"];
export type DoneFor = Shapes["DoneForShape"];

export type CalendarYear = Shapes["CalendarYear"];
export type CalendarDay = CalendarYear["days"][number];
export type DayKind = CalendarDay["kind"];
export type CalendarProposal = { days: Required<Shapes["OwnDayBody"]>[]; notice: Shapes["NoticeBody"] | null };
export type OwnDayKind = CalendarProposal["days"][number]["kind"];
export type CalendarChange = Shapes["ChangeShape"];
export type MovedItem = Shapes["MovedItem"];
export type MovedMoment = Shapes["MovedMoment"];

export type PerformanceYear = Shapes["PerformanceYearShape"];
export type PerformanceSum = Shapes["SumShape"];
export type PerformanceLine = Shapes["LineShape"];
export type PerformanceEntry = Shapes["EntryShape"];
export type Comparison = Shapes["Comparison"];
export type LikePostsGroup = Shapes["LikePosts"];
export type Rehearsal = Shapes["RehearsalShape"];
export type NegativeList = Shapes["NegativeList"];
export type NegativeEntry = Shapes["NegativeShape"];
export type NewNegative = Required<Shapes["NegativeBody"]>;

export type ReviewYearSummary = Shapes["ReviewYearSummary"];
export type ReviewYear = Shapes["ReviewYearShape"];
export type ReviewTask = Shapes["KeyTaskRow"];
export type ReviewGateCell = Shapes["GateCell"];
export type ReviewAssessment = Shapes["AssessmentShape"];
export type KeyTask = Shapes["KeyTaskShape"];
export type ReviewGate = Shapes["GateShape"];
export type ReviewTrack = Shapes["TrackShape"];
export type ReviewSitting = Shapes["SittingShape"];
export type ReviewFinding = Shapes["FindingShape"];
export type NewReviewYear = Shapes["ReviewYearBody"];
export type NewKeyTasks = Shapes["KeyTasksBody"];

export type AwardCycleRow = Shapes["CycleSummary"];
export type AwardCycle = Shapes["CycleShape"];
export type AwardCategory = Shapes["CategoryShape"];
export type NewAwardCycle = Shapes["CycleBody"];
export type NominationRow = Shapes["NominationRow"];
export type Nomination = Shapes["NominationShape"];
export type NewNominee = Shapes["NomineeBody"];
export type NomineeToMark = Shapes["NomineeToMark"];
export type Award = Shapes["AwardShape"];
export type AwardRow = Shapes["AwardRow"];
export type AwardDetail = Shapes["AwardDetail"];
export type Revocation = Shapes["RevocationShape"];
export type NewRevocation = Shapes["RevocationBody"];
export type PublishedAwards = Shapes["PublishedAwards"];
export type Statistics = Shapes["Statistics"];
export type Figure = Statistics["figures"][number];
export type FigureGroup = Statistics["groups"][number];
export type FigureValue = FigureGroup["values"][string];
export type Steps = Shapes["Steps"];
export type Dimension = "unit" | "person" | "source" | "month" | "urgency";
export type OverviewList = Narrowed<Shapes["ListShape"], { items: ItemRow[] }>;
export type Overview = Narrowed<
  Shapes["OverviewShape"],
  { red: OverviewList; due: OverviewList; closed: OverviewList; needs: { tasks: Task[]; more: boolean } }
>;

export type Notice = Shapes["NoticeOfPerson"];
export type OpenedNotice = Shapes["OpenedNotice"];
export type Pulse = Shapes["PulseShape"];
export type Preference = Shapes["PreferenceShape"];
export type TellingMode = "at_once" | "digest" | "app";
export type Quiet = Shapes["QuietShape"];
export type KindOfText = Shapes["KindOfText"];
export type TextsDetail = Shapes["TextsDetail"];
export type NoticeTexts = Shapes["TextsShape"];
export type TextsPreview = Shapes["PreviewShape"];
export type Channel = Shapes["ChannelShape"];
export type ChannelEntry = Shapes["ChannelBody"];
export type ToldOfItem = Shapes["ToldOfItem"];

export type BallotRow = Shapes["BallotRow"];
export type Ballot = Shapes["BallotShape"];
export type Mark = "for" | "against" | "abstain" | "none";
export interface BallotRecord {
  ballot: string;
  votes: { commitment: string; marks: Mark[]; name?: string }[];
}

export type PublicNoticeRow = Shapes["PublicNoticeRow"];
export type PublicNoticeDetail = Shapes["PublicNoticeDetail"];
export type PublicNotice = Shapes["PublicNoticeShape"];
export type Objection = Shapes["ObjectionShape"];
export type ObjectionAnswer = Shapes["AnswerShape"];
