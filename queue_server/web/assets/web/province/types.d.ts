/** Shapes of the answers, as queue_server/web/schemas_province.py declares them. */

export type Figures = { waiting: number; issued: number; called: number; within: number; completed: number };
export type Centre = Figures & {
  code: string;
  names: { [language: string]: string };
  longest_wait_seconds: number;
  counters: number;
  open_counters: number;
  target_minutes: number;
  devices: number;
  devices_not_well: number;
};
export type Now = { seq: number; server_time: string; clock_rate: number; centres: Centre[]; total: Figures };
export type State = { now: Now | null; lost: boolean };
