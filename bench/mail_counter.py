"""A mail server in a process of its own that takes everything and counts; `python -m bench.mail_counter PORT`."""

import asyncio
import sys

GREETING, DONE = b"220 counter ESMTP\r\n", b"250 OK\r\n"


class Counter(asyncio.Protocol):
    """As little of SMTP as a client needs, so that the measure is the client: no threads, no parsing of letters."""

    count = 0

    def connection_made(self, transport):
        self.transport, self.left, self.in_data = transport, b"", False
        transport.write(GREETING)

    def data_received(self, data):
        self.left += data
        while True:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            line, found, rest = self.left.partition(end)
            if not found:
                return
            self.left = rest
            if self.in_data:
                self.in_data = False
                Counter.count += 1
                self.transport.write(DONE)
            else:
                self._answer(line[:4].upper())

    def _answer(self, verb):
        if verb == b"EHLO":
            self.transport.write(b"250-counter\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n")
        elif verb == b"DATA":
            self.in_data = True
            self.transport.write(b"354 Go on\r\n")
        elif verb == b"NOOP":
            self.transport.write(b"250 %d\r\n" % Counter.count)
        elif verb == b"QUIT":
            self.transport.write(b"221 Bye\r\n")
            self.transport.close()
        else:
            self.transport.write(DONE)


async def main(port):
    server = await asyncio.get_running_loop().create_server(Counter, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
