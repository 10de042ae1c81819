"""The places of the screen, one module each (`xfgrid.tui.spots`)."""
