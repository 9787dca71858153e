"""What the reference of plain lists knows of clerks: seats, breaks, the lines of counters, automatic call."""

from queue_server.domain import errors
from queue_server.domain.numbering import service_day

ZONE = "Asia/Ho_Chi_Minh"
SEATS = {1: 2, 2: 1, 3: 1}
"""How many clerks may sit at each counter."""
SKILLS = {1: {"A": 1, "B": 2}, 2: {"A": 1}, 3: {"B": 1}}
"""Lines of each counter with their ranks, the first-ranked first."""


class People:
    """The part of the reference for clerks and counters: a mixin."""

    def clerks_at(self, counter):
        """Who sits there, in the order of the seats."""
        return [self.seats[place] for place in sorted(self.seats) if place[0] == counter]

    def counter_of(self, clerk):
        for (counter, _), seated in self.seats.items():
            if seated == clerk:
                return counter
        raise errors.ShiftRequired

    def free(self, clerk):
        counter = self.counter_of(clerk)
        if self.at(counter):
            raise errors.CounterBusy
        return counter

    def awake(self, clerk):
        counter = self.counter_of(clerk)
        if clerk in self.resting:
            raise errors.OnBreak
        return counter

    def ready(self, clerk):
        self.awake(clerk)
        return self.free(clerk)

    def may_go(self, clerk):
        """Whether a colleague stays at the counter; without one no ticket may be there."""
        others = [other for other in self.clerks_at(self.counter_of(clerk)) if other != clerk]
        if all(other in self.resting for other in others):
            self.free(clerk)
            return False
        return True

    def sit(self, clerk, counter, takeover, at):
        if clerk in self.clerks_at(counter):
            return
        seats = [(counter, seat) for seat in range(SEATS[counter])]
        free = [place for place in seats if place not in self.seats]
        if not free and not takeover:
            raise errors.CounterTaken
        left = [place[0] for place, who in self.seats.items() if who == clerk]
        for gone in {clerk, *([] if free else [self.seats[seats[0]]])}:
            self.goes(gone)
        self.seats[(free or seats)[0]] = clerk
        self.since[clerk] = at
        for place in left:
            self.lets_go(place, at)

    def goes(self, clerk):
        self.seats = {place: who for place, who in self.seats.items() if who != clerk}
        self.resting.discard(clerk)
        self.ready_since.pop(clerk, None)
        self.last.pop(clerk, None)

    def leave(self, clerk, at):
        counter = self.counter_of(clerk)
        self.may_go(clerk)
        self.goes(clerk)
        self.lets_go(counter, at)

    def shift_ended(self, counter, at):
        if not self.clerks_at(counter):
            raise errors.NotFound
        for clerk in self.clerks_at(counter):
            self.goes(clerk)
        self.lets_go(counter, at)

    def sign_out(self, clerk):
        self.ready_since.pop(clerk, None)

    def rest(self, clerk, at, reason):
        counter = self.awake(clerk)
        if self.may_go(clerk):
            self.ready_since.pop(clerk, None)
            self.resting.add(clerk)
            return
        self.remember(counter, None, busy=True)
        self.resting.add(clerk)
        self.lets_go(counter, at)

    def back(self, clerk, at):
        self.counter_of(clerk)
        if clerk not in self.resting:
            raise errors.NotOnBreak
        self.resting.remove(clerk)

    def breaks_ended(self, counter):
        resting = self.resting & set(self.clerks_at(counter))
        if not resting:
            raise errors.NotOnBreak
        self.resting -= resting

    def remember(self, counter, last, *, busy):
        """The counter's last action is that of both clerks; where a ticket is, nobody is ready."""
        for clerk in self.clerks_at(counter):
            self.last[clerk] = last
            if busy:
                self.ready_since.pop(clerk, None)

    def set_skills(self, counter, skills, at):
        """Other lines for the rest of the day; None gives the counter its own back."""
        own = self.kept.pop(counter, (None, self.skills[counter]))[1]
        self.skills[counter] = own if skills is None else skills
        if skills is not None:
            self.kept[counter] = (service_day(at, ZONE), own)
        self.serves_ready(at)

    def reform(self, at, *, automatic, head_start, skills):
        """The centre has other rules from now on; who has other lines today gets the new ones tomorrow."""
        self.automatic, self.head_start = automatic, head_start
        for counter, own in skills.items():
            if counter in self.kept:
                self.kept[counter] = (self.kept[counter][0], own)
            else:
                self.skills[counter] = own
        self.serves_ready(at)

    def new_day(self, today, at):
        """Who never left is gone, and every counter has its own lines again."""
        gone = [
            (counter, who) for (counter, _), who in self.seats.items() if service_day(self.since[who], ZONE) < today
        ]
        for _, clerk in gone:
            self.goes(clerk)
        for counter, (day, own) in list(self.kept.items()):
            if day < today:
                self.skills[counter] = own
                del self.kept[counter]
        for counter, _ in sorted(gone):
            self.lets_go(counter, at)
        self.serves_ready(at)

    def calls_by_itself(self, counter):
        return self.automatic and counter not in self.switched_off

    def switch(self, clerk, at, on):
        counter = self.counter_of(clerk)
        if not self.automatic:
            raise errors.NotAutomatic
        (self.switched_off.discard if on else self.switched_off.add)(counter)
        for each in self.clerks_at(counter):
            self.ready_since.pop(each, None)

    def go_on(self, clerk, at):
        if not self.calls_by_itself(self.counter_of(clerk)):
            return None
        head = self.head(clerk)
        if head is None:
            self.ready_since[clerk] = at
            return None
        return self.call_it(clerk, head, at, follows=self.last[clerk])

    def is_served(self, line):
        return any(line in lines for lines in self.skills.values())

    def may_serve(self, clerk, ticket):
        counter = self.counter_of(clerk)
        if ticket["for"]:
            return ticket["for"] in {("counter", counter), ("clerk", clerk)}
        return ticket["line"] in self.skills[counter]

    def first_of(self, clerks):
        """Who serves the fewest lines, of these who is ready longest."""
        ranks = [(len(self.skills[self.counter_of(who)]), self.ready_since[who], self.counter_of(who), who)
                 for who in clerks]  # fmt: skip
        return [who for *_, who in sorted(ranks)]

    def offer(self, ticket, at):
        """The ready counter whose turn it is calls somebody who has just joined."""
        for clerk in self.first_of(who for who in self.ready_since if self.may_serve(who, ticket))[:1]:
            self.call_it(clerk, ticket, at)

    def serves_ready(self, at):
        """The lines of counters are others now: who is ready calls whom it may call."""
        for clerk in self.first_of(self.ready_since):
            if not self.calls_by_itself(self.counter_of(clerk)):
                self.ready_since.pop(clerk)
            elif clerk in self.ready_since and (head := self.head(clerk)):
                self.call_it(clerk, head, at)

    def head(self, clerk):
        counter = self.counter_of(clerk)
        lists = [(0, self.waiting_for(counter, clerk))]
        lists += [(rank, self.waiting(line)) for line, rank in self.skills[counter].items()]
        heads = [(rank, self.place(tickets[0])) for rank, tickets in lists if tickets]
        return self.tickets[min(heads)[1][-1]] if heads else None
