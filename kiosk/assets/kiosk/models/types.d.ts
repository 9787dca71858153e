/** What the server and the agent say to the kiosk page. */

export type Names = { [language: string]: string };
export type Coded = { code: string; names: Names };
export type ClosedReason = "hours" | "no_counter" | "limit" | "too_late" | "numbers" | "needs_server" | "no_reserve" | "no_clock";

export type Service = Coded & {
  short_names: Names;
  bring: Names | null;
  open: boolean;
  closed_reason: ClosedReason | null;
  opens_at: string | null;
  asks_dossier?: boolean;
};

export type Group = Coded & { letter: string; position: number; waiting: number | null; services: Service[] };

export type Catalogue = {
  centre: Coded;
  hall: Coded;
  languages: string[];
  groups: Group[];
  priority_classes: (Coded & { head_start_minutes: number })[];
  appointments: boolean;
  /** Whether the centre has an account that payment codes send money to. */
  account?: boolean;
  server_time: string;
  clock_rate: number;
  version: number | string;
  /** True while this kiosk is without the server and gives numbers by itself. */
  offline?: boolean;
};

export type Ticket = {
  id: string;
  label: string;
  language: string;
  service: Coded & { short_names: Names; bring: Names | null };
  priority: Coded | null;
  issued_at: string;
  /** Null for a number that was given without the server. */
  ahead: number | null;
  expected: { low_minutes: number; high_minutes: number } | null;
  hall: Coded;
  centre: Coded;
  url: string;
  appointment_at?: string | null;
  companions?: Ticket[];
  itinerary?: { service: Coded & { short_names: Names }; hall: Coded | null; state: string }[];
  print: { job: string; state: PrintState } | null;
};

export type PrintState = "queued" | "sending" | "printed" | "unknown" | "failed";
export type Print = { state: PrintState; outcome: string | null };

export type AgentState = {
  assets: string;
  connected: boolean;
  enrolment: { code: string } | null;
  printer: { state: string; detail: string | null } | null;
  scanner: { state: string; detail: string | null } | null;
  /** The card terminal of this kiosk. */
  terminal?: { state: string; detail: string | null } | null;
  device: { name: string; pixels_per_mm: number } | null;
};

/** What a scanner read: `value` is a code, or the number of an identity card; null where nothing of it is needed. */
export type Reading = {
  kind: "appointment" | "citizen_card" | "dossier" | "code" | "ticket" | "health_card" | "payment" | "card_unclear" | "empty" | "unknown" | "none";
  value: string | null;
};

export type FeeLine = { reason: "units" | "most" | "exempt"; quantity: number; price: number; amount: number; percent: number | null };
/** `names` and `units` by language, Vietnamese always; a server of before them sends the Vietnamese ones alone. */
export type Fee = {
  kind: "phi" | "le_phi";
  name: string;
  unit: string;
  basis: string;
  names?: { [language: string]: string };
  units?: { [language: string]: string };
  amount: number;
  lines: FeeLine[];
};
export type PaymentState = "created" | "pending" | "confirmed" | "failed" | "cancelled" | "in_doubt" | "refunded";
export type Transfer = { vietqr: string; bank: string; account: string; holder: string; amount: number; content: string };

export type Payment = {
  id: string;
  method: "vietqr" | "card";
  state: PaymentState;
  amount: number;
  /** True when no member of staff began it. */
  own: boolean;
  ended_at: string | null;
  transfer: Transfer | null;
  /** Where it is followed: the pay code by which staff find it. */
  code?: string;
  dossier?: string;
  /** What was printed of it last. */
  paper?: (Print & { kind: "confirmation" | "payment_code" }) | null;
};

export type Charge = { id: string; dossier: string; state: "due" | "paid" | "withdrawn"; amount: number; fees: Fee[]; payment: Payment | null };
export type KioskMoney = { dossier: string; account: boolean; charges: Charge[] };

/** How far the card terminal is with a payment: `n` grows with every step. */
export type CardStep = {
  n: number;
  stage: "waiting" | "card" | "confirm" | "pin" | "wait" | "remove_card" | "ended";
  verdict: "approved" | "declined" | "cancelled" | "not_started" | "in_doubt" | null;
};
