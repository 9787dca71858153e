"""Barcode and QR scanners on a serial line."""
