/** Shapes of the answers, as queue_server/web/schemas_money.py declares them. */

import type { Payment } from "../../console/models/types.d.ts";

export type { Payment };
export type Credit = {
  id: number;
  provider: string;
  reference: string;
  amount: number;
  text: string;
  at: string;
  state: "matched" | "unknown" | "under" | "over" | "late" | "double" | "explained" | "sent_back";
  payment: string | null;
};
export type Account = { bank: string; number: string; holder: string };
/** By text and language; what is missing is said in Vietnamese. */
export type Translations = { [text in "name" | "unit" | "basis"]?: { [language in "en" | "zh"]?: string } };
export type Rule = {
  id: number;
  procedure: string;
  channel: "counter" | "post" | "online" | "other";
  kind: "phi" | "le_phi";
  name: string;
  unit: string;
  tiers: { begins: number; price: number }[];
  most: number | null;
  exempt: { [group: string]: number };
  basis: string;
  translations: Translations;
  valid_from: string;
  valid_until: string | null;
  approved_at: string | null;
};
export type ReviewList = "missing" | "free" | "small" | "zeros" | "channels" | "ends" | "units";
export type Reviewed = {
  code: string;
  name: string;
  offered: boolean;
  ruled: boolean;
  noted: number | null;
  until: string | null;
  words: { channel: "counter" | "post" | "online" | "other"; figure: number | null; note: string }[];
};
export type SheetTaken = {
  proposed: number;
  known: number;
  replacing: number;
  mistakes: { row: number; column: string | null; code: string; message: string }[];
};
/** An attempt to give a payment back at its terminal; `code` says why not. */
export type Refund = {
  id: string;
  kind: "reversal" | "refund";
  state: "created" | "pending" | "done" | "failed" | "cancelled" | "in_doubt";
  code: string | null;
  created_at: string;
};
/** `at_terminal`: its terminal can give it back; `refund` is the last attempt at that. */
export type ListedPayment = Payment & {
  dossier: string;
  clerk: string | null;
  device_name: string | null;
  receipt: string | null;
  at_terminal: boolean;
  refund: Refund | null;
};
export type BooksSum = { method: "vietqr" | "card"; kind: "phi" | "le_phi"; back: boolean; count: number; amount: number };
export type BooksPayment = { payment: string; dossier: string; method: "vietqr" | "card"; amount: number; state: Payment["state"] };
export type ShiftFigures = { payments: number; total: number; sums: BooksSum[]; typed: number; given_back: BooksPayment[]; waiting: BooksPayment[] };
export type Movement = {
  payment: string;
  at: string;
  code: string;
  dossier: string;
  method: "vietqr" | "card";
  amount: number;
  reference: string | null;
  last4: string | null;
  unchecked: boolean;
};
export type ShiftClose = {
  id: number;
  clerk: string;
  closed_at: string;
  figures: ShiftFigures;
  to_sign: boolean;
  closed_by: string | null;
  reason: string | null;
  signed_by: string | null;
  signed_at: string | null;
  unchecked: Movement[];
};
export type MyShift = { figures: ShiftFigures; movements: Movement[]; closes: ShiftClose[]; to_sign: ShiftClose[] };
/** Days that an older version closed say nothing of `closed_by`, `reason` and `signed_by`. */
export type ShiftLine = {
  close: number;
  clerk: string;
  payments: number;
  total: number;
  closed_by?: string | null;
  reason?: string | null;
  signed: boolean;
  signed_by?: string | null;
};
export type OpenShift = { staff: number; clerk: string; payments: number; total: number };
export type TerminalDayLine = { id: number; name: string; count: number; amount: number; our_count: number; our_amount: number; differences: object[] };
export type DayFigures = {
  payments: number;
  total: number;
  sums: BooksSum[];
  unattended: { payments: number; total: number };
  accounts: { account: string; opening: number; moved: number; closing: number }[];
  shifts: ShiftLine[];
  matched: { count: number; amount: number };
  suspense: { count: number; amount: number };
  terminals: TerminalDayLine[];
  differing: TerminalDayLine[];
  tellings: { name: string; charged: number }[];
  not_closed: OpenShift[];
  to_sign: ShiftLine[];
  waiting: BooksPayment[];
  credits: { id: number; amount: number; state: string; reference: string }[];
  unchecked: BooksPayment[];
  unproven: BooksPayment[];
};
export type BooksDay = { day: string; figures: DayFigures; unsettled: number; closed_at: string | null; closed_by: string | null; reason: string | null };
export type ClosedDays = { last: string | null; days: { day: string; total: number; unsettled: number }[] };
export type MoneyDay = { day: string; payments: ListedPayment[]; accounts: { [account: string]: number } };
/** `choosing` names the line in which a reason is being written: "credit 7", "payment 01J…". */
export type State = {
  terminals: import("./terminals.d.ts").Terminals;
  credits: Credit[];
  payments: ListedPayment[];
  givenBack: ListedPayment[];
  unchecked: ListedPayment[];
  refundAlone: number;
  account: Account | null;
  polled: { heard_at: string | null; failures: number; why: string | null } | null;
  shift: MyShift | null;
  closed: ClosedDays | null;
  books: BooksDay | null;
  exporting: { first: string; last: string };
  day: MoneyDay | null;
  rules: Rule[];
  sheet: SheetTaken | null;
  review: { which: ReviewList; lists: { which: ReviewList; count: number }[]; procedures: Reviewed[] } | null;
  choosing: string;
  told: string;
  fault: string;
  busy: boolean;
};
