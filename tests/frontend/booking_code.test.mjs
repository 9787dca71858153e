import assert from "node:assert/strict";
import { test } from "node:test";

import { ERASE, ROWS, grouped, typed } from "../../kiosk/assets/kiosk/models/entry.js";
import { ALPHABET, citizenIn, codeIn, reportIn, shownCode } from "../../kiosk/assets/shared/booking_code.js";

/** Made by queue_server/domain/appointment_code.py. */
const CODES = ["MNEDTCJ6", "WA4PDR7R", "RPG7D6XV"];

test("a code of the server is read however it is written", () => {
  for (const code of CODES) {
    for (const written of [code, shownCode(code), shownCode(code).toLowerCase(), ` ${code} `]) assert.equal(codeIn(written), code);
  }
});

test("one wrong character is found out", () => {
  for (const code of CODES) {
    for (const letter of ALPHABET) {
      const other = letter + code.slice(1);
      assert.equal(codeIn(other), other === code ? code : null);
    }
  }
});

test("of a card nothing is taken but its number, and of anything else nothing", () => {
  assert.deepEqual(reportIn("022204123289|012345678|Nguyễn Văn A|01011990|Nam|Hạ Long|15042021"), { citizen_id: "022204123289" });
  assert.deepEqual(reportIn("022204123289||NGUYEN VAN A|01011990|Nam|Ha Long"), { citizen_id: "022204123289" });
  assert.deepEqual(reportIn(CODES[0]), { code: CODES[0] });
  for (const other of ["", "DN4220123456789|4e677579656e|01/01/1990", "https://motcua.vn/t/X", "NGUYEN VAN A|022204123289"]) {
    assert.equal(reportIn(other), null, other);
  }
  assert.equal(citizenIn("022 204 123 289"), "022204123289");
});

test("the keypad has every character that a code or a number can have, and no other", () => {
  const keys = ROWS.flat();
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(new Set(keys), new Set([...ALPHABET, ..."0123456789"]));
});

test("typing stops at twelve characters and can be taken back", () => {
  assert.equal([..."0222041232899"].reduce(typed, ""), "022204123289");
  assert.equal(typed("ACD", ERASE), "AC");
  assert.equal(typed("", ERASE), "");
  assert.equal(typed("AC", "o"), "AC");
  assert.equal(grouped("0222041"), "022 204 1");
  assert.equal(grouped("ACDEF"), "ACDE-F");
});
