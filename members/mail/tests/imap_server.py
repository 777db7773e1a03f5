"""A small IMAP server for tests: one mailbox in memory, and a line that breaks when it is told to."""

import re
import socketserver
import threading


class ImapServer(socketserver.ThreadingTCPServer):
    """Speaks as much of IMAP4rev1 (RFC 3501) as a program needs that fetches and puts away."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, messages=(), *, can_move=True):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.folders = {"INBOX": dict(enumerate(messages, start=1)), "Taken": {}}
        self.flags, self.said = {}, []
        self.can_move, self.breaks_at = can_move, None
        self.threads = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.threads.start()

    @property
    def url(self):
        return f"imap://ann%40box:a%2Fb@127.0.0.1:{self.server_address[1]}/INBOX?done=Taken"

    def close(self):
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        self.say("* OK ready")
        self.folder = None
        while line := self.rfile.readline():
            tag, _space, command = line.decode().strip().partition(" ")
            self.server.said.append(command)
            breaks = self.server.breaks_at
            if breaks and command.upper().startswith(breaks):
                self.server.breaks_at = None
                return  # the line is cut
            name, _space, rest = command.partition(" ")
            if name.upper() == "UID":
                name, _space, rest = rest.partition(" ")
            getattr(self, f"do_{name.lower()}", self.do_unknown)(rest)
            self.say(f"{tag} {self.answer}")
            if name.upper() == "LOGOUT":
                return

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")
        self.answer = "OK done"

    def do_unknown(self, rest):
        self.answer = "BAD what is that?"

    def do_capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1" + (" MOVE" if self.server.can_move else ""))

    def do_login(self, rest):
        self.answer = "OK done" if rest == 'ann@box "a/b"' else "NO who are you?"

    def do_select(self, rest):
        self.folder = self.server.folders[rest.strip('"')]
        self.say(f"* {len(self.folder)} EXISTS")

    def do_create(self, rest):
        known = rest.strip('"') in self.server.folders
        self.server.folders.setdefault(rest.strip('"'), {})
        self.answer = "NO it is there" if known else "OK done"

    def do_search(self, rest):
        deleted = {uid for uid, flags in self.server.flags.items() if "Deleted" in flags}
        self.say("* SEARCH " + " ".join(str(uid) for uid in self.folder if uid not in deleted))

    def do_fetch(self, rest):
        number, _space, what = rest.partition(" ")
        raw = self.folder.get(int(number))
        if raw is None:
            self.answer = "OK done"
        elif "SIZE" in what:
            self.say(f"* 1 FETCH (UID {number} RFC822.SIZE {getattr(self.server, 'claims', len(raw))})")
        else:
            part = raw.partition(b"\n\n")[0] + b"\n\n" if "HEADER" in what else raw
            self.wfile.write(f"* 1 FETCH (UID {number} BODY[] {{{len(part)}}}\r\n".encode() + part + b")\r\n")
            self.answer = "OK done"

    def do_move(self, rest):
        self.do_copy(rest)
        del self.folder[int(rest.split()[0])]

    def do_copy(self, rest):
        number, folder = re.fullmatch(r'(\d+) "(.*)"', rest).groups()
        self.server.folders[folder][int(number)] = self.folder[int(number)]
        self.answer = "OK done"

    def do_store(self, rest):
        self.server.flags[int(rest.split()[0])] = rest
        self.answer = "OK done"

    def do_expunge(self, rest):
        for uid in list(self.server.flags):
            self.folder.pop(uid, None)
        self.server.flags.clear()
        self.answer = "OK done"

    def do_logout(self, rest):
        self.say("* BYE")
