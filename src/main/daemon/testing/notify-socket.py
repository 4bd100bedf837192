# A service manager's socket for tests: prints each datagram as a line, and closes what comes with it, as systemd does.
import array
import os
import socket
import sys

server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(sys.argv[1])
print("listening", flush=True)
while True:
    data, ancillary, _flags, _address = server.recvmsg(65536, 4096)
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors = array.array("i")
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
            for one in descriptors:
                os.close(one)
    for line in data.decode("utf-8", "replace").split("\n"):
        print("said " + line, flush=True)
