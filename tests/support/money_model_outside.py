"""The reference of what comes from outside: the bank's credits, the terminals' words; and of closes."""

from money_model import ENDS_UNPAID, OPEN, PAID, PATIENCE, Close, Credit, Model, Told, refuse


class Outside(Model):
    """The model with the words of banks and terminals."""

    # The bank

    def receives(self, provider, transfer, proof, at):
        """Each transfer is a credit once, whoever tells of it: as many as the provider that told most knows."""
        if (provider, transfer.number) in self.heard:
            return None
        self.heard[provider, transfer.number] = transfer
        group = self.groups.setdefault(transfer.group, [])
        told = sum(by == provider and each.group == transfer.group for (by, _), each in self.heard.items())
        if told <= len(group):
            return None
        attempt = self._named(transfer)
        credit = Credit(transfer.amount, self._kind(transfer, attempt, proof), proof, {provider}, attempt)
        group.append(credit)
        self.credits.append(credit)
        return credit

    def books_credit(self, credit, at):
        attempt = credit.attempt
        if credit.waits:
            self.books(at, bank=credit.amount, suspense=-credit.amount)
        elif attempt.state in OPEN:
            attempt.reference = credit.proof
            self.confirms(attempt, at)

    def _named(self, transfer):
        named = [each for each in self.attempts if each.code in transfer.codes]
        return named[0] if len(named) == 1 and named[0].method == "vietqr" else None

    @staticmethod
    def _kind(transfer, attempt, proof):
        if attempt is None:
            return "unknown"
        if attempt.state == "confirmed" and (attempt.reference, attempt.amount) == (proof, transfer.amount):
            return "matched"
        if attempt.state not in OPEN:
            return "double" if attempt.state in PAID else "late"
        if transfer.amount == attempt.amount:
            return "matched"
        return "under" if transfer.amount < attempt.amount else "over"

    def sends_back(self, credit, reason, at):
        refuse("credit.settled", not credit.waits)
        refuse("payment.reason_needed", not reason)
        credit.state = "sent_back"
        self.books(at, suspense=credit.amount, bank=-credit.amount)

    def explains(self, credit, due, by, at):
        refuse("credit.settled", not credit.waits)
        due.must_be_payable()
        refuse("credit.amount_differs", credit.amount != due.amount)
        credit.state = "explained"
        credit.attempt = self.pays_from_suspense(due, "vietqr", by, at)
        credit.attempt.reference = credit.proof
        return credit.attempt

    # Terminals

    def asks_terminal(self, attempt, device, at):
        """The box is about to send the first byte: one payment at a time, none that nobody waits for any more."""
        refuse("not_found", attempt.device != device)
        refuse("payment.illegal_move", attempt.state != "created")
        refuse("payment.late", at - attempt.at > PATIENCE)
        refuse("terminal.closing", device in self.awaited)
        refuse("terminal.busy", "pending" in self.at_terminal(device))
        attempt.state, attempt.asked = "pending", at

    def at_terminal(self, device):
        """The states of all that the terminal was asked for and has not answered surely."""
        states = [each.state for each in self.attempts if each.device == device]
        return [state for state in states if state in ("pending", "in_doubt")]

    def all_told(self):
        return [each for words in self.told.values() for each in words]

    def hears(self, device, payment, said, at):
        """A box's word acts once. What it cannot move is kept, and what it charged lies in suspense."""
        told = self.told.setdefault((device, payment), [])
        known = next((each for each in told if each.said == said), None)
        if known is None:
            attempt = next((each for each in self.attempts if (each.id, each.device) == (payment, device)), None)
            asked = at if attempt is not None and attempt.state == "created" else None
            known = Told(said, self._effect(attempt, said, told, at))
            if asked is not None:
                attempt.asked = asked
            told.append(known)
            if known.effect == "contradicts":
                self.books(at, attempt, card=said.charged, suspense=-said.charged)
        return known.effect

    def _effect(self, attempt, said, told, at):
        charges = [each.said for each in told if each.said.verdict == said.verdict == "approved"]
        if any((each.trace, each.amount) == (said.trace, said.amount) for each in charges):
            return "agrees"  # the same charge in other words
        if attempt is None:
            return "contradicts" if said.verdict in ("approved", "in_doubt") else "agrees"
        if said.verdict == "approved":
            if any(each.trace != said.trace for each in charges):
                return "contradicts"  # a second charge of the card, whatever the state
            return self._approved(attempt, right=said.amount == attempt.amount, at=at)
        if said.verdict == "in_doubt":
            return self._moves(attempt, "in_doubt") if attempt.state in ("created", "pending") else "agrees"
        if attempt.state in OPEN:
            sure = "failed" if attempt.state == "in_doubt" else ENDS_UNPAID[said.verdict]
            return self._moves(attempt, sure)
        return "contradicts" if attempt.state in PAID else "agrees"

    def _approved(self, attempt, *, right, at):
        if right and attempt.state in OPEN:
            self.confirms(attempt, at)
            return "moved"
        if attempt.state in ("created", "pending"):
            return self._moves(attempt, "in_doubt")
        stands = PAID if right else ("in_doubt",)
        return "agrees" if attempt.state in stands else "contradicts"

    @staticmethod
    def _moves(attempt, state):
        attempt.state = state
        return "moved"

    def closes_telling(self, told, at):
        refuse("telling.settled", not told.waits)
        told.settled = True
        self.books(at, suspense=told.booked, card=-told.booked)

    def explains_telling(self, told, due, by, at):
        refuse("telling.settled", not told.waits)
        due.must_be_payable()
        refuse("credit.amount_differs", told.charged != due.amount)
        told.settled = True
        return self.pays_from_suspense(due, "card", by, at)

    def asks_day(self, device):
        refuse("terminal.unsettled", bool(self.at_terminal(device)) and device not in self.awaited)
        self.awaited.add(device)

    # Closes

    def closes_shift(self, staff):
        after = self.upto.get(staff, 0)
        taken = [entry for entry in self.entries[after:] if entry.staff == staff]
        refuse("books.nothing_taken", not taken)
        self.upto[staff] = self.entries.index(taken[-1]) + 1
        close = Close(staff, taken, any(each.attempt.typed or each.postings["due"] > 0 for each in taken))
        self.closes.append(close)
        return close

    def signs(self, close, by):
        refuse("books.signed", close.signed or not close.to_sign)
        refuse("payment.second_person", by == close.staff)
        refuse("books.cards_unchecked", any(each.attempt.typed and not each.attempt.checked for each in close.taken))
        close.signed = True

    def unsettled(self):
        """How many of each kind a day must name."""
        return {
            "waiting": sum(each.state in OPEN for each in self.attempts),
            "credits": sum(each.waits for each in self.credits),
            "tellings": sum(each.waits for each in self.all_told()),
            "unchecked": sum(each.typed and not each.checked for each in self.attempts),
            "to_sign": sum(each.to_sign and not each.signed for each in self.closes),
        }

    def closes_day(self, day, today, ends):
        """Return the day's entries, and all before its end: what has been closed before is not closed again."""
        refuse("books.day_ahead", day > today)
        refuse("books.day_closed", bool(self.closed_days) and day <= max(self.closed_days))
        before = max(self.closed_days.values(), default=0)
        later = [place for place, entry in enumerate(self.entries) if entry.at >= ends and place >= before]
        upto = later[0] if later else len(self.entries)
        self.closed_days[day] = upto
        return self.entries[before:upto], self.entries[:upto]
