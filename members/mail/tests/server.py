"""A mail server for tests: it keeps what it takes, and misbehaves as it is told."""

import socketserver
import threading
import time


class Server:
    """`with Server() as server`: speaks SMTP on a port of this machine.

    `answers` says what to reply: {("RCPT", address or ""): "550 …", ("DATA", ""): "…", (".", ""): "…"}. The reply
    "hang" keeps silent, "drop" hangs up; ("." , "") "take and drop" keeps the letter and hangs up without a word.
    """

    def __init__(self, answers=None):
        self.answers = dict(answers or {})
        self.taken = []  # (address, text of the letter)
        self.lines = 0  # connections opened
        self.on_text = None  # called when the text of a letter has come, before it is answered

    def __enter__(self):
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                outer.talk(self.rfile, self.wfile)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port = self._server.server_address[1]
        self._is_over = threading.Event()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self._server.shutdown()
        self._server.server_close()

    def talk(self, incoming, outgoing):
        self.lines += 1
        try:
            self._say(outgoing, "220 test")
            address = ""
            while line := incoming.readline():
                words = line.decode().strip()
                verb = words.split(" ")[0].split(":")[0].upper()
                if verb == "RCPT":
                    address = words.split("<")[1].split(">")[0]
                if verb == "QUIT":
                    return self._say(outgoing, "221 bye")
                reply = self._reply(verb, address, {"DATA": "354 go on"}.get(verb, "250 ok"))
                self._say(outgoing, reply)
                if verb == "DATA" and reply.startswith("354"):
                    self._take(incoming, outgoing, address)
        except (ConnectionError, OSError, ValueError):
            pass

    def _take(self, incoming, outgoing, address):
        text = b""
        while (line := incoming.readline()) not in (b".\r\n", b""):
            text += line
        if self.on_text:
            self.on_text(address)
        reply = self._reply(".", address, "250 taken")
        if reply == "take and drop" or reply.startswith("250"):
            self.taken.append((address, text.decode()))
        self._say(outgoing, "drop" if reply == "take and drop" else reply)

    def _reply(self, verb, address, usual):
        return self.answers.get((verb, address), self.answers.get((verb, ""), usual))

    def _say(self, outgoing, reply):
        if reply == "hang":
            self._is_over.wait(5)
            reply = "drop"
        if reply == "drop":
            raise ConnectionError
        outgoing.write(f"{reply}\r\n".encode())
        outgoing.flush()

    @property
    def addresses(self):
        return [address for address, _text in self.taken]


def wait_until(true, seconds=5):
    """Until `true()` is; the test fails where it never is."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.005)
