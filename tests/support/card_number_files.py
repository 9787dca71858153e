"""Files and commands with card numbers in them, and the files that people fetch from a centre."""

import base64
import io
from contextlib import closing
from datetime import UTC, datetime

import openpyxl
from card_number_pushes import TEXTS
from card_number_scan import CARDS

CITIZEN = "001099012345"
"""The personal number of a citizen, of twelve digits: no card number, and not to be lost."""
TODAY = f"{datetime.now(UTC):%d/%m/%Y}"
STATEMENT = [
    ["Ngày giao dịch", "Số tiền ghi có", "Nội dung", "Số tham chiếu"],
    *([TODAY, f"{9_000 + at}", text, CARDS[at % len(CARDS)]] for at, text in enumerate(TEXTS[::3])),
    ["hôm nay", CARDS[9], CARDS[0], CARDS[0]],
    [TODAY, CARDS[9], CARDS[0], CARDS[0]],
]
HEADING = [
    "Mã thủ tục", "Cách nộp", "Loại", "Tên khoản thu", "Đơn vị tính", "Mức thu (đồng)", "Tối đa (đồng)",
    "Miễn, giảm (đối tượng: %)", "Căn cứ pháp lý", "Hiệu lực từ", "Hiệu lực đến",
]  # fmt: skip
RULE = [
    "2.000815", "Trực tuyến", "Phí", f"Phí {CARDS[0]} của {CITIZEN}", CARDS[1], "2.000", "", f"{CARDS[2]}: 50",
    CARDS[3], "01/01/2026", "",
]  # fmt: skip
TABLES = {"sao-ke": STATEMENT, "phi": [HEADING, RULE], "phi-sai": [HEADING, RULE, list(CARDS)]}
FETCHED = (
    "admin/centre.toml", "manager/days/{day}/turns.csv", "manager/days/{day}/dossiers.csv",
    "manager/days/{day}/breaks.csv", "dossiers/lists/late/dossiers.csv", "money/books/{day}/{day}/payments.csv",
    "money/books/{day}/{day}/postings.csv", "money/books/{day}/{day}/books.xlsx", "money/fees.csv",
)  # fmt: skip


class Files:
    """`given` is a folder for what people hand in, outside the centre's."""

    def __init__(self, centre, given):
        self.centre, self.given = centre, given
        self._running = {}
        for name, table in TABLES.items():
            self._file(name, "csv").write_text("\n".join(";".join(row) for row in table))
            self._file(name, "xlsx").write_bytes(_xlsx(table))

    def commands_run(self):
        """A statement, sheets of fees, and card numbers where a command expects something else; they go on running."""
        money = ("--centre", "quang-ninh")
        self._begins(3, "import-statement", self._file("sao-ke", "xlsx"), *money)
        self._begins(1, "import-fees", self._file("phi-sai", "csv"), *money, "--by", "quanly")
        self._begins(2, "serve", "--port", CARDS[0])
        self._begins(1, "export", CARDS[0])
        programs, card = self.centre.programs, CARDS[0]
        programs.start("wrong-agent", "kiosk.agent", "run", "--server", card, "--name", card, "--printer", card)
        programs.start("wrong-simulator", "hardware.simulators", "terminal", "--protocol", card)
        self._running |= {"wrong-agent": 1, "wrong-simulator": 2}

    def bank_is_asked(self):
        """The list of transfers is taken in beside the webhooks that told of them."""
        url = f"http://127.0.0.1:{self.centre.ports['bank']}"
        self._begins(0, "poll-bank", "--centre", "quang-ninh", "--once", "--url", url)

    def commands_end(self):
        """Each has ended as it should."""
        codes = {name: self.centre.programs.ends(name) for name in self._running}
        assert codes == self._running

    def sheets_come_in(self, day):
        """The manager hands in sheets at the page of fees: one with mistakes, one without."""
        with closing(self.centre.comes_as("manager")) as client:
            for name in ("phi-sai", "phi"):
                content = base64.b64encode(self._file(name, "xlsx").read_bytes()).decode()
                body = {"name": f"{CARDS[0]}.xlsx", "content": content}
                headers = {"Idempotency-Key": f"sheet-{name}-1"}
                answer = day.hears(client.post("/api/v1/money/fees/sheet", json=body, headers=headers))
                assert (len(answer.json()["mistakes"]) > 0) == (name == "phi-sai"), answer.text

    def people_fetch(self, today):
        """Exports as they are downloaded, and a backup."""
        with closing(self.centre.comes_as("manager")) as manager, closing(self.centre.comes_as("admin")) as admin:
            for path in FETCHED:
                answer = (admin if path.startswith("admin") else manager).get(f"/api/v1/{path.format(day=today)}")
                assert answer.status_code == 200, (path, answer.text)
                (self.centre.exports / path.rpartition("/")[2]).write_bytes(answer.content)
        self.centre.backs_up()

    def _begins(self, code, *arguments):
        self._running[self.centre.command(*arguments)] = code

    def _file(self, name, ending):
        return self.given / f"{name}-{CARDS[0]}.{ending}"


def _xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
