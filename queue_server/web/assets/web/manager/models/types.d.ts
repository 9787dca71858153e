/** Shapes of the answers, as queue_server/web/schemas_out.py declares them. */

export type Names = { [language: string]: string };
export type Coded = { code: string; names: Names };
export type Trouble = { at: string; state: string; detail: string | null; until: string | null };
export type Part = {
  name: string;
  kind: string;
  state: string;
  detail: string | null;
  since: string | null;
  last_job_at: string | null;
  model: string | null;
  firmware?: string | null;
  paper?: { mm: number; low_since: string | null } | null;
  troubles?: Trouble[];
};
export type Alert = { id: number; device: string; part: string | null; kind: string; detail: string | null; since: string };
export type Device = {
  id: string;
  kind: string;
  name: string;
  hall: Coded;
  state: string;
  detail: string | null;
  last_seen_at: string | null;
  parts: Part[];
  jobs_waiting: number;
};
export type Enrolment = { code: string; kind: string; name: string | null; created_at: string; expires_at: string };
export type Figures = {
  issued: number;
  called: number;
  completed: number;
  no_show: number;
  cancelled: number;
  transferred: number;
  expired: number;
  forgotten: number;
  away: number;
  dossiers: number;
  dossiers_within_target: number;
  mean_wait_seconds: number | null;
  p90_wait_seconds: number | null;
  mean_handling_seconds: number | null;
};
export type Level = { within: number; of: number; target_minutes: number };
export type Now = {
  seq: number;
  server_time: string;
  clock_rate: number;
  centre: Coded;
  waiting: number;
  longest_wait_seconds: number;
  service_level: Level;
  today: Figures;
  counters: {
    number: number;
    names: Names;
    clerk: { name: string } | null;
    state: string;
    label: string | null;
    since: string | null;
    onward: boolean;
    break: { reason: Coded; began_at: string } | null;
    skills: { [line: string]: number };
    skills_today: boolean;
  }[];
  lines: (Coded & { letter: string; waiting: number; oldest_joined_at: string | null; open_counters: number })[];
  devices: Device[];
  alerts: Alert[];
  dossiers: { late: number; near_late: number; on_time: { within: number; of: number; since: string } };
  held: {
    label: string;
    service: Coded;
    held_at: string;
    alarm_at: string;
    aside: { counter: number; note: string | null; remind_at: string | null; parked: boolean } | null;
  }[];
  late_numbers: { rule: boolean; allowed: boolean };
};
export type Day = {
  date: string;
  summary: Figures & { service_level: Level };
  turns: { [field: string]: any; called_at: string | null; wait_seconds: number | null }[];
  dossiers: { [field: string]: any }[];
  breaks: { [field: string]: any }[];
};
export type Table = "turns" | "dossiers" | "breaks";
export type Waiting = {
  label: string;
  line: Coded & { letter: string };
  service: { names: Names };
  priority: Coded | null;
  joined_at: string;
  reason: string;
  for_counter: number | null;
  for_clerk: number | null;
};
export type State = {
  steering: number | null;
  waiting: Waiting[] | null;
  moving: string | null;
  now: Now | null;
  day: Day | null;
  date: string;
  table: Table;
  words: string;
  order: { field: string; up: boolean };
  page: number;
  enrolments: Enrolment[];
  revoking: string | null;
  manages: boolean;
  steers: boolean;
  administers: boolean;
  busy: boolean;
  fault: string;
  lost: boolean;
};
