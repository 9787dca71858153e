"""An hour in which nobody waits and counters are ready, and what may happen to them then."""

from hall_clerks import CLERKS, LINE_OF
from hall_supervisor import LINES
from hypothesis import strategies as st
from hypothesis.stateful import rule

SERVICES = st.sampled_from(sorted(LINE_OF))


class IsQuiet:
    """For a machine in which clerks work and a supervisor supervises."""

    @rule(
        together=st.booleans(), ready=st.sets(CLERKS, min_size=1), come=st.lists(SERVICES, max_size=2), clerk=CLERKS,
        then=st.sampled_from(["rest", "switch", "lines", "night", "rules", "leave"]), lines=st.sampled_from(LINES),
    )  # fmt: skip
    def quiet_hour(self, together, ready, come, clerk, then, lines):
        """Some of the clerks are ready, two of them at one counter; somebody comes for whom nobody is, and then …"""
        if together:
            self.clerk_changes_seat(0, 1, takeover=False, leaves=False)
            self.clerk_changes_seat(1, 1, takeover=False, leaves=False)
        self.everybody_is_served()
        for each in sorted(ready):
            self.clerk_does(each, "back")
            self.clerk_does(each, "automatic", on=True)
        for each in sorted(ready):
            self.hall.passes(1)
            self.clerk_presses(each, "call", 0)
        for service in come:
            self.citizen_takes_ticket(service, None)
        counter = next((place[0] for place, who in self.reference.seats.items() if who == clerk), 2)
        self.this_happens(clerk, counter, then, lines)
        self.no_counter_is_ready_while_somebody_waits_whom_it_may_call()
        self.citizen_takes_ticket("birth", None)

    def this_happens(self, clerk, counter, then, lines):
        if then == "rest":
            self.clerk_does(clerk, "rest", reason="lunch")
        elif then == "switch":
            self.clerk_does(clerk, "automatic", on=False)
        elif then in {"lines", "night"}:
            self.supervisor_gives_the_counter_other_lines_today(counter, lines)
            if then == "night":
                self.the_caretaker_looks(16 * 3600)
        elif then == "rules":
            self.administrator_changes_the_rules(len(lines) > 1, 30, counter, lines)
        else:
            self.clerk_changes_seat(clerk, counter % 3 + 1, takeover=False, leaves=True)

    def everybody_is_served(self):
        for ticket in list(self.reference.tickets.values()):
            if ticket["state"] == "waiting":
                self.gives_back(ticket["id"])
        for counter in (1, 2, 3):
            ticket = self.reference.at(counter)
            if ticket is not None:
                self.supervisor_settles(counter, {"serving": "complete", "called": "no_show"}[ticket["state"]])
