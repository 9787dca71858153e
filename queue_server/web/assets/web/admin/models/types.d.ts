/** Shapes of the answers, as queue_server/web/schemas_admin.py declares them. */

export type Names = { [language: string]: string };
export type Json = any;
export type Entry = { [key: string]: Json };
export type Document = { [key: string]: Json };
export type Field = {
  key: string;
  kind: "text" | "code" | "names" | "integer" | "switch" | "dates" | "weekdays" | "choice" | "choices" | "reference" | "texts" | "ranks" | "table" | "tables";
  needed: boolean;
  otherwise: Json;
  least: number | null;
  most: number | null;
  of: string;
  choices: string[];
  fields: Field[];
};
export type Section = { key: string; identity: string; ordered: boolean; fields: Field[] };
export type Centre = { document: Document; fingerprint: string; number: number; form: Section[]; without_password: string[] };
export type Mistake = { place: string; code: string; message: string };
export type Change = {
  section: string;
  kind: "added" | "retired" | "changed" | "moved";
  name: Names | string | null;
  field: string;
  holds: string;
  part: Names | string | null;
  before: Json;
  after: Json;
};
export type Foreseen = {
  label: string;
  line: Names;
  joined_at: string;
  cause: "for_counter" | "for_clerk" | "rank";
  rank: number | null;
  empty: Names[];
  reason: string;
  priority: Names | null;
};
export type Foresight = { counter: number; open: boolean; now: Foreseen | null; draft: Foreseen | null; differs: boolean };
export type Checked = { mistakes: Mistake[]; warnings: Mistake[]; changes: Change[]; foresight: Foresight[] };
export type Version = { number: number; at: string; who: string | null; note: string; changes: number };
export type Whole = Version & { document: Document; differences: Change[] };
export type Procedure = {
  code: string;
  name: string;
  short_name: string;
  own_short_name: string | null;
  field: string;
  offered: boolean;
  service: { code: string; names: Names } | null;
  own_service: boolean;
};
export type Sought = { words: string; service: string | null; offered: boolean | null; page: number };
export type State = {
  sought: Sought;
  found: { total: number; procedures: Procedure[] } | null;
  centre: Centre | null;
  draft: Document;
  checked: Checked | null;
  checking: boolean;
  section: string;
  open: string;
  words: string;
  note: string;
  saved: number | null;
  passwords: { login: string; password: string }[];
  versions: Version[];
  shown: Whole | null;
  fileMistakes: Mistake[];
  told: string;
  fault: string;
  stale: boolean;
  busy: boolean;
};
