"""Programs that nobody here wrote judge the simulator and our bytes: receiptio as a host, npos as a decoder."""

import json
import os
import socket

import pytest
import zxingcpp
from node_programs import node
from PIL import Image, ImageChops

from hardware.document import Document, Number, Qr, Text
from hardware.escpos import commands
from hardware.escpos.compose import composed
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.raster import WIDTH_58, WIDTH_80, draw_document
from hardware.escpos.strips import Blank, strips

URL = "http://motcua.test/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"
SLIP = Document((Text("PHIẾU SỐ THỨ TỰ", bold=True), Number("A012"), Text("Đăng ký khai sinh – Ủy quyền"), Qr(URL)))


@pytest.fixture
def network_printer(simulated):
    """A printer at port 9100 of an address of this machine that nobody else uses."""
    while True:
        address = f"127.{os.urandom(1)[0] | 1}.{os.urandom(1)[0]}.{os.urandom(1)[0] | 1}"
        with socket.socket() as probe:
            if probe.connect_ex((address, 9100)):
                break
    return simulated("--tcp", f"{address}:9100"), address


STATES = {
    "nothing": "success",
    "paper_low": "success",
    "paper_out": "paperempty",
    "cover_open": "coveropen",
    "cutter": "error",
}


def test_another_host_program_finds_the_simulated_printer_right_in_its_five_states(network_printer):
    printer, address = network_printer
    found = {}
    for fault in STATES:
        if fault != "nothing":
            printer.faults(**{fault: True})
        found[fault] = node("receiptio.mjs", address).strip()
        if fault != "nothing":
            printer.faults(**{fault: False})
    assert found == STATES
    assert len(printer.pictures()) == 2
    assert "MOTCUA" in printer.state()["said"]
    with Image.open(printer.pictures()[0]) as paper:
        assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == ["A012"]


@pytest.mark.parametrize("width", [WIDTH_80, WIDTH_58])
def test_another_decoder_sees_the_same_picture_in_our_bytes(width, tmp_path):
    """It names each picture of the job with its size; the feeds and margins between them it drops, so each is then
    decoded alone and put where these say.
    """
    way, drawn = PrinterSettings(width=width), draw_document(SLIP, width=width)
    job = composed(SLIP, way)
    pieces = list(strips(drawn, tallest=way.mode.tallest))
    sent = [commands.raster(piece) for piece in pieces if not isinstance(piece, Blank)]
    (tmp_path / "jobs").write_text(json.dumps([each.hex() for each in (job, *sent)]))
    whole, *parts = json.loads(node("npos.mjs", str(tmp_path / "jobs")))
    assert whole["sizes"] == [size for part in parts for size in part["sizes"]]
    assert b"".join(sent) == b"".join(each for each in sent if each in job)
    paper, top, decoded = Image.new("1", drawn.size, 1), 0, iter(parts)
    for piece in pieces:
        if isinstance(piece, Blank):
            top += piece.rows
            continue
        part = next(decoded)
        ((wide, high),), (dots,) = part["sizes"], part["pictures"]
        ink = Image.frombytes("L", (wide, high), bytes(255 - dot for dot in dots)).convert("1")
        paper.paste(0, (piece.left, top), ink)
        top += high
    assert ImageChops.logical_xor(paper, drawn).getbbox() is None
    assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == [URL]
