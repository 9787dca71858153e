"""Booked times: what the reference of plain lists knows of them, and what citizens do with them in a random day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from queue_server.domain import errors
from queue_server.store.unit import Unit
from queue_server.usecases import booking, checking_in

PLACES = 2
"""How many can be booked for one slot."""
EARLY, WINDOW, GRACE = timedelta(minutes=30), timedelta(minutes=10), timedelta(minutes=20)


class Bookings:
    """The part of the reference for appointments: a mixin."""

    def is_full(self, slot_at):
        held = [each for each in self.appointments.values() if each["slot"] == slot_at and each["state"] != "cancelled"]
        return len(held) == PLACES

    def book(self, code, slot_at):
        self.appointments[code] = {"slot": slot_at, "state": "booked", "ticket": None}

    def cancel_booking(self, code):
        if self.appointments[code]["state"] != "booked":
            raise errors.AppointmentClosed
        self.appointments[code].update(state="cancelled")

    def mark_missed(self, at):
        """Who did not come within the grace; return how many."""
        missed = [each for each in self.appointments.values()
                  if each["state"] == "booked" and at > each["slot"] + WINDOW + GRACE]  # fmt: skip
        for each in missed:
            each.update(state="no_show")
        return len(missed)

    def check_in(self, code, ticket_id, priority, at):
        """As if 20 minutes earlier, at most ten before the slot; late, as anybody."""
        appointment = self.appointments[code]
        slot_at, state = appointment["slot"], appointment["state"]
        if state == "no_show" or (state == "booked" and at > slot_at + WINDOW + GRACE):
            raise errors.AppointmentMissed
        if state != "booked":
            raise errors.AppointmentClosed
        if at < slot_at - EARLY:
            raise errors.AppointmentEarly
        ticket = self.issue(ticket_id, "birth", priority, at)
        appointment.update(state="checked_in", ticket=ticket_id)
        of_class = ticket["start"]
        if at <= slot_at + WINDOW:
            start = max(20, of_class)
            key = min(ticket["key"], int(max(at, slot_at - WINDOW).timestamp()) - 60 * start)
            ticket.update(key=key, reason="booked" if of_class <= 20 else None, start=start, turns=[("A", key)])
        self.offer(ticket, at)
        return ticket


class Books:
    """For a machine with a `hall`, its `reference` and `citizens`, numbers for people who have not come yet."""

    @rule(slots=st.integers(1, 2))
    def citizen_books(self, slots):
        slot_at = datetime.fromtimestamp(1800 * (int(self.hall.at.timestamp()) // 1800 + slots), UTC)
        citizen = f"022204{next(self.citizens):06}"
        if self.reference.is_full(slot_at):
            with pytest.raises(errors.SlotFull):
                self.hall.books(slot_at, citizen=citizen)
            return
        self.reference.book(self.hall.books(slot_at, citizen=citizen).code, slot_at)
        self.did(booking.book)

    @precondition(lambda self: self.reference.appointments)
    @rule(some=st.integers(0, 59))
    def citizen_gives_the_booked_time_back(self, some):
        code = self.any_appointment(some)

        def cancels():
            with Unit(self.hall.store) as unit:
                booking.cancel_appointment(unit, code=code, by="citizen", at=self.hall.at)
            self.did(booking.cancel_appointment)

        self.both(lambda: self.reference.cancel_booking(code), cancels)

    @precondition(lambda self: self.reference.appointments)
    @rule(some=st.integers(0, 59), comes=st.sampled_from([None, -1801, -600, -60, 0, 599.5, 601, 1750, 1801]),
          priority=st.sampled_from([None, None, "elderly"]))  # fmt: skip
    def citizen_comes_to_the_appointment(self, some, comes, priority):
        """At once, or so many seconds from the slot. The real hall chooses the ticket's name, so it goes first."""
        code = self.any_appointment(some)
        if comes is not None:
            self.hall.at = max(self.hall.at, self.reference.appointments[code]["slot"] + timedelta(seconds=comes))
        try:
            view = self.hall.checks_in(code=code, priority=priority)
        except errors.DomainError as refusal:
            with pytest.raises(type(refusal)):
                self.reference.check_in(code, "", priority, self.hall.at)
            return
        self.did(checking_in.check_in)
        ticket = self.reference.check_in(code, view["id"], priority, self.hall.at)
        assert (view["number"], view["letter"]) == (ticket["number"], ticket["letter"])

    def any_appointment(self, some):
        """Of those still booked, if there are any."""
        codes = list(self.reference.appointments)
        booked = [code for code in codes if self.reference.appointments[code]["state"] == "booked"]
        return (booked or codes)[some % len(booked or codes)]

    @invariant()
    def every_appointment_is_as_the_reference_has_it(self):
        kept = {row.code: (row.state, row.ticket_id) for row in self.rows("SELECT * FROM appointment")}
        assert kept == {code: (each["state"], each["ticket"]) for code, each in self.reference.appointments.items()}
