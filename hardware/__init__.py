"""Devices: bytes in and out, codecs, drivers, the device host, simulators. Knows neither the web nor the database."""
