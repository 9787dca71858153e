/** What the server says of a day's appointments, and what the page shows. */

import type { Appointment, Slot } from "../../book/models/way.js";

export type Names = { [language: string]: string };
export type StaffAppointment = Appointment & { citizen: string | null; label: string | null };
export type FilledService = { service: { code: string; names: Names }; slots: (Slot & { open: boolean })[] };
export type Day = { day: string; services: FilledService[]; appointments: StaffAppointment[] };

export type State = {
  /** The day that is shown, "YYYY-MM-DD". */
  asked: string;
  day: Day | null;
  /** Codes of a service whose free slots are shown in the form. */
  service: string;
  /** Code of the appointment that is about to be cancelled. */
  cancelling: string | null;
  /** What was booked last: its code is to be told. */
  booked: StaffAppointment | null;
  told: string;
  fault: string;
  busy: boolean;
};
