"""The servers that stand in for a centre in tests leave nothing behind that another test would be blamed for."""

import gc
import socket
import struct
import warnings
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from at_port import AtPort
from flask import Flask, send_file

HERE = Path(__file__)
RESET = struct.pack("ii", 1, 0)
REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


def test_a_client_that_resets_its_connection_leaves_no_file_open():
    app = Flask("centre")
    app.add_url_rule("/", "file", lambda: send_file(HERE))
    with warnings.catch_warnings(record=True) as seen, closing(AtPort(app)) as server:
        warnings.simplefilter("always", ResourceWarning)
        for _ in range(30):
            with socket.create_connection(("127.0.0.1", urlsplit(server.url).port)) as client:
                client.sendall(REQUEST)
                client.recv(1)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        with socket.create_connection(("127.0.0.1", urlsplit(server.url).port)) as client:
            client.sendall(REQUEST)
            assert HERE.read_bytes() in b"".join(iter(lambda: client.recv(65536), b""))
    gc.collect()
    assert not [str(each.message) for each in seen if HERE.name in str(each.message)]
