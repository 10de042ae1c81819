"""The same screen in a browser, for a room or a machine that may not install software."""
