/** Shapes of the answers, as queue_server/web/schemas_dossiers.py declares them. */

import type { Charge } from "../../console/models/types.d.ts";
import type { ListedPayment } from "../../money/models/types.d.ts";

export type Procedure = { code: string; name: string };
export type Line = {
  code: string;
  state: string;
  step: string | null;
  received_at: string | null;
  due_at: string | null;
  standing: "in_time" | "near_late" | "late" | null;
  procedure: Procedure | null;
  in_hand: { id: number; name: string } | null;
};
export type Handling = {
  step: string | null;
  result: string | null;
  clerk: string;
  counter: number | null;
  label: string | null;
  started_at: string;
  ended_at: string | null;
  seconds: number | null;
};
export type Term = { quantity: number; unit: string };
export type Life = Line & {
  first_seen_at: string;
  settled_at: string | null;
  ended_at: string | null;
  channel: string | null;
  term: Term | null;
  results: string[];
  handlings: Handling[];
};
export type Overview = {
  waiting: { [list: string]: number };
  late: number;
  near_late: number;
  on_time: { within: number; of: number; since: string };
};
export type Found = Procedure & { short_name: string; field: string; terms: (Term & { channel: string })[] };
export type Paper = {
  kind: "confirmation" | "payment_code";
  ordered_at: string;
  state: string;
  outcome: string | null;
  heard_at: string;
  kiosk: string;
  copy: number;
};
export type DossierPayment = ListedPayment & { papers: Paper[] };
export type DossierCharge = Omit<Charge, "payments"> & { payments: DossierPayment[] };
export type DossierMoney = { charges: DossierCharge[] };
export type Me = { staff: { id: number; name: string }; permissions: string[] };
export type State = {
  me: Me | null;
  overview: Overview | null;
  which: string;
  list: Line[];
  life: Life | null;
  money: DossierMoney | null;
  words: string;
  found: Found[];
  busy: boolean;
  lost: boolean;
  fault: string;
};
