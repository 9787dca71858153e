"""ESC/POS receipt printers: raster, status frames, the print job."""
