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
  valid_from: string;
  valid_until: string | null;
  approved_at: string | null;
};
export type SheetTaken = {
  proposed: number;
  known: number;
  replacing: number;
  mistakes: { row: number; column: string | null; code: string; message: string }[];
};
export type MoneyDay = { day: string; payments: Payment[]; accounts: { [account: string]: number } };
/** `choosing` names the line in which a reason is being written: "credit 7", "payment 01J…". */
export type State = {
  credits: Credit[];
  payments: Payment[];
  account: Account | null;
  day: MoneyDay | null;
  rules: Rule[];
  sheet: SheetTaken | null;
  choosing: string;
  told: string;
  fault: string;
  busy: boolean;
};
