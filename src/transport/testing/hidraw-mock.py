#!/usr/bin/python3
"""Runs a command on a system with USB HID bridges that plug in on request (umockdev).

Run it as `umockdev-wrapper /usr/bin/python3 hidraw-mock.py <socket> <command>...`. Every connection to the unix socket
plugs in a bridge of its own. Lines to the socket: `send <hex>` gives bytes to the reader in 8-byte reports filled with
zeros; `unplug` and `plug`. Lines from it: `path <device>`, `wrote <hex>` for every write, `done` after every command.
"""

import array
import fcntl
import os
import socket
import subprocess
import sys
import termios

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

BED = UMockdev.Testbed.new()


class Bridge:
    """One bridge and the connection that steers it."""

    count = 0

    def __init__(self, connection):
        self.name = f"hidraw{Bridge.count}"
        self.connection = connection
        self.received = b""
        self.written = b""
        self.fd = None
        self.reports = []
        self.plug()
        self.say(f"path /dev/{self.name}")
        GLib.io_add_watch(connection, GLib.IO_IN | GLib.IO_HUP, self.on_bytes)

    def say(self, line):
        try:
            self.connection.sendall(f"{line}\n".encode())
        except OSError:
            pass  # The test has ended.

    def plug(self):
        # umockdev knows a device by its name for ever: each time it is a new one, moved to the path of the first.
        name = f"hidraw{Bridge.count}"
        Bridge.count += 1
        BED.add_from_string(f"P: /devices/hidraw/{name}\nN: {name}\nE: DEVNAME=/dev/{name}\nE: SUBSYSTEM=hidraw\n")
        self.fd = BED.get_dev_fd(f"/dev/{name}")
        os.rename(f"{BED.get_root_dir()}/dev/{name}", self.node())
        self.watch = GLib.io_add_watch(self.fd, GLib.IO_IN, self.on_write)

    def node(self):
        return f"{BED.get_root_dir()}/dev/{self.name}"

    def unplug(self):
        if self.fd is None:
            return
        GLib.source_remove(self.watch)
        os.close(self.fd)
        self.fd = None
        self.reports.clear()
        os.unlink(self.node())

    def on_write(self, fd, _condition):
        # Writes that follow fast are read as one here; each has 8 bytes behind its report number.
        self.written += os.read(fd, 4096)
        while len(self.written) >= 9:
            self.say("wrote " + self.written[:9].hex())
            self.written = self.written[9:]
        return True

    def on_bytes(self, _connection, _condition):
        try:
            data = self.connection.recv(65536)
        except ConnectionResetError:
            data = b""
        *lines, self.received = (self.received + data).split(b"\n")
        for line in lines:
            self.obey(line.decode())
        if data == b"":
            self.unplug()
        return data != b""

    def obey(self, line):
        if line.startswith("send ") and self.fd is not None:
            data = bytes.fromhex(line[5:])
            if not self.reports:
                GLib.timeout_add(1, self.pump)
            self.reports.extend(data[i : i + 8].ljust(8, b"\0") for i in range(0, len(data), 8))
        elif line == "unplug":
            self.unplug()
        elif line == "plug":
            self.plug()
        self.say("done")

    def pump(self):
        """The pty behind a device keeps no report edges: the next report waits until the last one was read."""
        if not self.reports:
            return False
        unread = array.array("i", [0])
        fcntl.ioctl(self.fd, termios.TIOCOUTQ, unread)
        if unread[0] == 0:
            os.write(self.fd, self.reports.pop(0))
        return bool(self.reports)


def main():
    server = socket.socket(socket.AF_UNIX)
    server.bind(sys.argv[1])
    server.listen()
    bridges = []

    def on_connection(_server, _condition):
        bridges.append(Bridge(server.accept()[0]))
        return True

    GLib.io_add_watch(server, GLib.IO_IN, on_connection)
    environment = dict(os.environ, UMOCKDEV_DIR=BED.get_root_dir(), LD_PRELOAD="libumockdev-preload.so.0")
    child = subprocess.Popen(sys.argv[2:], env=environment, stdin=subprocess.DEVNULL)
    loop = GLib.MainLoop()
    GLib.timeout_add(10, lambda: child.poll() is None or loop.quit() or False)
    loop.run()
    sys.exit(child.returncode)


main()
