"""ZVT: till and terminal over a serial line (PA00P016, revision 04) or TCP, with the commands of PA00P015, 13.x."""
