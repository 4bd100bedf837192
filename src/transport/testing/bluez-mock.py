#!/usr/bin/python3
"""BlueZ as a tree of objects on a message bus, made from its documentation (doc/org.bluez.*.rst), with GLib's own D-Bus.

Run it as `python3 bluez-mock.py <socket>` with DBUS_SYSTEM_BUS_ADDRESS naming a private bus. Every connection to the unix
socket makes a device of its own with one service of two characteristics; lines to the socket steer it, lines from it tell
what happened. Each line is JSON. To it:
  {"do": "send", "hex": ...}       notifies these bytes, 20 at a time
  {"do": "notify", "hex": ...}     notifies them in one piece, whatever their length
  {"do": "value", "text": ...}     says that the value is a text
  {"do": "flood"}                  notifies 20 bytes over and over until the connection ends
  {"do": "unplug" | "plug"}        goes out of reach, comes back
  {"do": "hide"}                   is no longer known, but still advertises
  {"do": "advertise", "company": n, "hex": ...}
  {"do": "adapter", "powered": true | false | null}   null: there is none
  {"do": "crowd", "count": n}      so many other devices, until the connection ends
  {"do": "set", ...}               properties of this device: resolves, refuses, mtu, flags
From it: {"device": address}, {"wrote": hex, "type": "command"}, {"did": what}.
"""

import json
import os
import socket
import sys

from gi.repository import Gio, GLib

ADAPTER = "/org/bluez/hci0"
XML = """<node>
<interface name="org.freedesktop.DBus.ObjectManager"><method name="GetManagedObjects">
 <arg type="a{oa{sa{sv}}}" direction="out"/></method></interface>
<interface name="org.bluez.Adapter1">
 <method name="StartDiscovery"/><method name="StopDiscovery"/>
 <method name="SetDiscoveryFilter"><arg type="a{sv}" direction="in"/></method></interface>
<interface name="org.bluez.Device1"><method name="Connect"/><method name="Disconnect"/></interface>
<interface name="org.bluez.GattCharacteristic1"><method name="StartNotify"/><method name="StopNotify"/>
 <method name="WriteValue"><arg type="ay" direction="in"/><arg type="a{sv}" direction="in"/></method></interface>
</node>"""
INFO = {one.name: one for one in Gio.DBusNodeInfo.new_for_xml(XML).interfaces}


def uuid(short):
    return f"0000{short}-0000-1000-8000-00805f9b34fb"


def variants(**properties):
    types = {str: "s", bool: "b", int: "q", bytes: "ay", list: "as"}
    found = {}
    for name, value in properties.items():
        found[name] = value if isinstance(value, GLib.Variant) else GLib.Variant(types[type(value)], value)
    return found


class Bluez:
    """The tree, and who steers its devices."""

    def __init__(self, bus):
        self.bus = bus
        self.powered = True
        self.discovering = set()
        self.devices = []
        self.crowd = 0
        bus.register_object("/", INFO["org.freedesktop.DBus.ObjectManager"], self.on_tree, None, None)
        bus.register_object(ADAPTER, INFO["org.bluez.Adapter1"], self.on_adapter, None, None)

    def emit(self, path, interface, properties):
        arguments = GLib.Variant("(sa{sv}as)", (interface, properties, []))
        self.bus.emit_signal(None, path, "org.freedesktop.DBus.Properties", "PropertiesChanged", arguments)

    def announce(self, path, interfaces):
        arguments = GLib.Variant("(oa{sa{sv}})", (path, interfaces))
        self.bus.emit_signal(None, "/", "org.freedesktop.DBus.ObjectManager", "InterfacesAdded", arguments)

    def tree(self):
        if self.powered is None:
            return {}
        adapter = variants(Address="00:11:22:33:44:55", Name="test", Powered=self.powered, Discovering=False)
        objects = {ADAPTER: {"org.bluez.Adapter1": adapter}}
        for number in range(self.crowd):
            path = f"{ADAPTER}/dev_FF_{number}"
            objects[path] = {"org.bluez.Device1": variants(Name="x" * 200, Address=f"FF:{number}")}
        for device in self.devices:
            objects.update(device.objects())
        return objects

    def on_tree(self, _bus, _sender, _path, _interface, _method, _arguments, call):
        call.return_value(GLib.Variant("(a{oa{sa{sv}}})", (self.tree(),)))

    def on_adapter(self, _bus, sender, _path, _interface, method, _arguments, call):
        if not self.powered:
            call.return_dbus_error("org.bluez.Error.NotReady", "Resource Not Ready")
            return
        if method == "StartDiscovery":
            self.discovering.add(sender)
            GLib.timeout_add(50, self.discover)
        elif method == "StopDiscovery":
            self.discovering.discard(sender)
        call.return_value(None)

    def discover(self):
        for device in self.devices:
            device.heard()
        return False


class Device:
    """One device and the connection that steers it."""

    count = 0

    def __init__(self, bluez, connection):
        Device.count += 1
        self.bluez = bluez
        self.connection = connection
        self.address = f"C8:47:80:00:{Device.count >> 8:02X}:{Device.count & 255:02X}"
        self.path = f"{ADAPTER}/dev_{self.address.replace(':', '_')}"
        self.options = {"resolves": True, "refuses": None, "mtu": 23, "flags": ["write-without-response", "notify"]}
        self.uuids = ("ffe0", "ffe1", "ffe1")
        self.name = f"JK-{Device.count}"
        self.known = self.near = True
        self.connected = self.notifying = self.flooding = False
        self.company = {}
        self.received = b""
        self.pieces = []
        self.busy = False
        interfaces = INFO["org.bluez.Device1"], INFO["org.bluez.GattCharacteristic1"]
        handlers = self.on_device, self.on_characteristic
        paths = (self.path,), (self.path + "/service0010/char0011", self.path + "/service0010/char0014")
        self.ids = [
            bluez.bus.register_object(path, interface, handler, None, None)
            for interface, handler, those in zip(interfaces, handlers, paths)
            for path in those
        ]
        bluez.devices.append(self)
        GLib.io_add_watch(connection, GLib.IO_IN | GLib.IO_HUP, self.on_bytes)
        self.say({"device": self.address})

    def say(self, told):
        try:
            self.connection.sendall((json.dumps(told) + "\n").encode())
        except OSError:
            pass  # The test has ended.

    def properties(self):
        told = variants(Address=self.address, Name=self.name, Connected=self.connected, Adapter=GLib.Variant("o", ADAPTER))
        told["ServicesResolved"] = GLib.Variant("b", self.connected and self.options["resolves"])
        told["UUIDs"] = GLib.Variant("as", [uuid(self.uuids[0])])
        if self.near:
            told["RSSI"] = GLib.Variant("n", -60)
        if self.company:
            told["ManufacturerData"] = GLib.Variant("a{qv}", self.company)
        return told

    def objects(self):
        if not self.known:
            return {}
        found = {self.path: {"org.bluez.Device1": self.properties()}}
        if not self.connected:
            return found
        service = self.path + "/service0010"
        found[service] = {"org.bluez.GattService1": variants(UUID=uuid(self.uuids[0]), Primary=True)}
        split = [[flag] for flag in self.options["flags"][-1:]] + [self.options["flags"][:-1]]
        for name, short, flags in zip(("char0011", "char0014"), self.uuids[1:], split):
            told = variants(UUID=uuid(short), Flags=flags, MTU=self.options["mtu"])
            told["Service"] = GLib.Variant("o", service)
            found[f"{service}/{name}"] = {"org.bluez.GattCharacteristic1": told}
        return found

    def heard(self):
        if self.near and not self.known:
            self.known = True
            self.bluez.announce(self.path, {"org.bluez.Device1": self.properties()})

    def changed(self, **properties):
        self.bluez.emit(self.path, "org.bluez.Device1", variants(**properties))

    def on_device(self, _bus, _sender, _path, _interface, method, _arguments, call):
        if method == "Disconnect":
            self.disconnect()
            call.return_value(None)
        elif self.options["refuses"] is not None or not self.near:
            error = self.options["refuses"] or "org.bluez.Error.Failed"
            call.return_dbus_error(error, "le-connection-abort-by-local")
        else:
            self.connected = True
            call.return_value(None)
            self.changed(Connected=True)
            if self.options["resolves"]:
                GLib.timeout_add(20, lambda: self.changed(ServicesResolved=True) or False)

    def disconnect(self):
        if not self.connected:
            return
        self.connected = self.notifying = False
        self.changed(Connected=False, ServicesResolved=False)

    def on_characteristic(self, _bus, _sender, _path, _interface, method, arguments, call):
        if not self.connected:
            call.return_dbus_error("org.bluez.Error.Failed", "Not connected")
            return
        if method == "WriteValue":
            value, options = arguments.unpack()
            if len(value) > self.options["mtu"] - 3:
                call.return_dbus_error("org.bluez.Error.InvalidValueLength", "Invalid Length")
                return
            self.say({"wrote": bytes(value).hex(), "type": options.get("type")})
        else:
            self.notifying = method == "StartNotify"
        call.return_value(None)

    def value(self, variant):
        self.bluez.emit(self.path + "/service0010/char0011", "org.bluez.GattCharacteristic1", {"Value": variant})

    def pump(self):
        if self.pieces and self.notifying:
            self.value(GLib.Variant("ay", self.pieces.pop(0)))
        else:
            self.pieces.clear()
        self.busy = bool(self.pieces)
        return self.busy

    def flood(self):
        for _ in range(200):
            self.value(GLib.Variant("ay", b"<babble, and no end."))
        return self.flooding and self.notifying

    def on_bytes(self, _connection, _condition):
        try:
            data = self.connection.recv(65536)
        except ConnectionResetError:
            data = b""
        *lines, self.received = (self.received + data).split(b"\n")
        for line in lines:
            self.obey(json.loads(line))
        if data == b"":
            self.leave()
        return data != b""

    def leave(self):
        self.flooding = False
        self.disconnect()
        self.bluez.devices.remove(self)
        self.bluez.crowd = 0
        self.bluez.powered = True
        for number in self.ids:
            self.bluez.bus.unregister_object(number)

    def obey(self, line):
        getattr(self, f"do_{line.pop('do')}")(**line)
        self.say({"did": True})

    def do_send(self, hex):
        data = bytes.fromhex(hex)
        self.pieces.extend(data[at : at + 20] for at in range(0, len(data), 20))
        if not self.busy:
            self.busy = True
            GLib.timeout_add(1, self.pump)

    def do_notify(self, hex):
        self.value(GLib.Variant("ay", bytes.fromhex(hex)))

    def do_value(self, text):
        self.value(GLib.Variant("s", text))

    def do_flood(self):
        self.flooding = True
        GLib.idle_add(self.flood)

    def do_unplug(self):
        self.near = False
        self.pieces.clear()
        self.disconnect()

    def do_plug(self):
        self.near = True

    def do_hide(self):
        self.known = False

    def do_advertise(self, company, hex):
        self.company = {company: GLib.Variant("ay", bytes.fromhex(hex))}
        if self.bluez.discovering:
            data = GLib.Variant("a{qv}", self.company)
            self.bluez.emit(self.path, "org.bluez.Device1", {"ManufacturerData": data, "RSSI": GLib.Variant("n", -61)})

    def do_adapter(self, powered):
        self.bluez.powered = powered
        if powered is False:
            self.bluez.emit(ADAPTER, "org.bluez.Adapter1", variants(Powered=False))

    def do_crowd(self, count):
        self.bluez.crowd = count

    def do_set(self, uuids=None, name=None, **options):
        self.uuids = uuids or self.uuids
        self.name = name or self.name
        self.options.update(options)


def main():
    address = os.environ["DBUS_SYSTEM_BUS_ADDRESS"]
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
    bluez = Bluez(bus)
    Gio.bus_own_name_on_connection(bus, "org.bluez", Gio.BusNameOwnerFlags.NONE, None, None)
    server = socket.socket(socket.AF_UNIX)
    server.bind(sys.argv[1])
    server.listen()

    def on_connection(_server, _condition):
        Device(bluez, server.accept()[0])
        return True

    GLib.io_add_watch(server, GLib.IO_IN, on_connection)
    print("ready", flush=True)
    GLib.MainLoop().run()


main()
