/** Shapes of the answers, as queue_server/web/schemas_terminals.py declares them. */

import type { Payment } from "../../console/models/types.d.ts";

export type Till = { device: string; name: string; kind: "kiosk" | "terminal"; counters: number[]; answers: boolean; closing: boolean };
export type Difference = {
  kind: "only_terminal" | "only_ours" | "amount" | "totals";
  payment: string | null;
  trace: number | null;
  number: string | null;
  ours: number | null;
  theirs: number | null;
};
export type TerminalDay = {
  id: number;
  device: string;
  name: string;
  told_at: string;
  count: number;
  amount: number;
  our_count: number;
  our_amount: number;
  matched: number;
  differences: Difference[];
};
/** What a terminal said against what is known; `charged` is what it says a card was charged, `given_back` what it was given. */
export type Telling = {
  id: number;
  device: string;
  name: string;
  told_at: string;
  verdict: "approved" | "declined" | "cancelled" | "not_started" | "in_doubt";
  charged: number;
  given_back: number;
  refund: boolean;
  trace: number | null;
  number: string | null;
  last4: string | null;
  detail: string | null;
  payment: string | null;
  state: Payment["state"] | null;
};
export type Terminals = { terminals: Till[]; days: TerminalDay[]; tellings: Telling[] };
