"""Papers of payments as the server hands them to a kiosk."""

from queue_server.domain.vietqr import Account, VietQr, vietqr_text

NAMES = {"vi": "Trung tâm", "en": "Centre", "zh": "中心"}
QR = vietqr_text(VietQr(account=Account(bank="970436", number="1019333430"), amount=16_000, purpose="MCHKLRTWXA"))
PAPER = {
    "label": "MCHKLRTWXA", "language": "en", "centre": {"code": "t", "names": NAMES}, "dossier": "H49.22-261123-0001",
    "fees": [{"name": "Lệ phí hộ tịch", "amount": 8_000}, {"name": "Phí xác minh", "amount": 8_000}],
    "amount": 16_000, "in_words": "Mười sáu nghìn đồng",
}  # fmt: skip
CONFIRMATION = PAPER | {
    "method": "card", "last4": "1111", "paid_at": "2026-11-23T02:00:00.000Z", "official": "AA/26E 0000123",
    "place": {"names": {"vi": "Quầy 3", "en": "Counter 3", "zh": "3号柜台"}},
}  # fmt: skip
PAYMENT_CODE = PAPER | {
    "transfer": {"vietqr": QR, "bank": "Vietcombank", "account": "1019333430", "holder": "TT PVHCC"},
    "shown_at": "2026-11-23T02:00:00.000Z",
}  # fmt: skip
