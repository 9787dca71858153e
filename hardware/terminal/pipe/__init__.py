"""Terminals that speak fields between bars: "STX text ETX LRC", published by Transbank for unattended kiosks."""
