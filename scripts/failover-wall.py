#!/usr/bin/env python3
"""Plays provider and client around `llmrouter serve`, breaks things at full length, and judges what comes through.

Every scenario has a model of its own, which fails as the scenario says, and one healthy fallback; all else is the product's default. The wall
shares nothing with the project's own tests. Needs Python 3.8 or later and nothing else.

  scripts/failover-wall.py                                   OpenAI's format on both sides, streamed and whole
  scripts/failover-wall.py --provider anthropic --client anthropic
  scripts/failover-wall.py --only S07,S09 --mode stream
"""
import argparse
import http.client
import json
import os
import re
import select
import shlex
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

WORDS = 60
TOKENS = ["w%d" % n if n == 1 else " w%d" % n for n in range(1, WORDS + 1)]
TEXT = "".join(TOKENS)
INPUT_TOKENS = 12
PACE = 0.02
PREFILL_REFUSED = "This model does not support assistant message prefill"
POLICY_REASON = "flagged as possibly violating the usage policy 7f3a"
PER_REQUEST = 30.0
PATIENCE = 170.0


# --- The provider ----------------------------------------------------------------------------------------------------
class PeerGone(Exception):
    pass


class OpenAi:
    name, path = "openai", "/v1/chat/completions"

    @staticmethod
    def error(code, message, kind=None):
        kinds = {429: "rate_limit_exceeded", 400: "invalid_request_error", 401: "invalid_api_key"}
        return {"error": {"message": message, "type": "invalid_request_error" if code == 400 else "server_error",
                          "param": None, "code": kind or kinds.get(code, "server_error")}}

    @staticmethod
    def plain(model, text):
        return {"id": "c1", "object": "chat.completion", "created": 1, "model": model,
                "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": INPUT_TOKENS, "completion_tokens": WORDS, "total_tokens": INPUT_TOKENS + WORDS}}

    @staticmethod
    def _chunk(model, delta, finish=None):
        return event({"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": model,
                      "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def begin(self, model):
        return self._chunk(model, {"role": "assistant", "content": ""})

    def token(self, model, text):
        return self._chunk(model, {"content": text})

    def finish(self, model, request):
        out = self._chunk(model, {}, "stop")
        if (request.get("stream_options") or {}).get("include_usage"):
            out += event({"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [],
                          "usage": {"prompt_tokens": INPUT_TOKENS, "completion_tokens": WORDS,
                                    "total_tokens": INPUT_TOKENS + WORDS}})
        return out

    def end_mark(self):
        return b"data: [DONE]\n\n"

    def stream_error(self):
        return event(self.error(500, "the engine is overloaded"))

    def context_length(self):
        return self.error(400, "This model's maximum context length is 8192 tokens. However, your messages resulted in"
                               " 9000 tokens.", "context_length_exceeded")

    def policy(self):
        return self.error(400, "Your request was " + POLICY_REASON, "content_policy_violation")


class Anthropic:
    name, path = "anthropic", "/v1/messages"

    @staticmethod
    def error(code, message, kind=None):
        kinds = {400: "invalid_request_error", 401: "authentication_error", 429: "rate_limit_error", 529: "overloaded_error"}
        return {"type": "error", "error": {"type": kind or kinds.get(code, "api_error"), "message": message}}

    @staticmethod
    def plain(model, text):
        return {"id": "msg_1", "type": "message", "role": "assistant", "model": model,
                "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "stop_sequence": None,
                "usage": {"input_tokens": INPUT_TOKENS, "output_tokens": WORDS}}

    def begin(self, model):
        return (event({"type": "message_start", "message": {
            "id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": [], "stop_reason": None,
            "stop_sequence": None, "usage": {"input_tokens": INPUT_TOKENS, "output_tokens": 1}}}, "message_start")
            + event({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
                    "content_block_start"))

    def token(self, model, text):
        return event({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}},
                     "content_block_delta")

    def finish(self, model, request):
        return (event({"type": "content_block_stop", "index": 0}, "content_block_stop")
                + event({"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                         "usage": {"output_tokens": WORDS}}, "message_delta"))

    def end_mark(self):
        return event({"type": "message_stop"}, "message_stop")

    def stream_error(self):
        return event(self.error(529, "Overloaded"), "error")

    def context_length(self):
        return self.error(400, "prompt is too long: 209000 tokens > 200000 maximum")

    def policy(self):
        return self.error(400, "Output blocked by content filtering policy: " + POLICY_REASON)


FORMATS = {"openai": OpenAi(), "anthropic": Anthropic()}


def event(data, name=None):
    head = b"event: %s\n" % name.encode() if name else b""
    return head + b"data: " + json.dumps(data).encode() + b"\n\n"


class Exchange:
    """A request at the wall, and the socket to answer it on."""

    def __init__(self, wall, sock, path, headers, body):
        self.wall, self.sock, self.headers = wall, sock, headers
        self.format = FORMATS["anthropic"] if "messages" in path else FORMATS["openai"]
        self.body = body
        self.model = body.get("model", "")
        self.stream = bool(body.get("stream"))
        self.at = time.monotonic()
        self.gone_at = None
        self.keep = True
        self.key = headers.get("authorization", headers.get("x-api-key", ""))

    def nap(self, seconds):
        """Waits, and notices a peer that leaves."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            if left <= 0:
                return
            readable, _, _ = select.select([self.sock], [], [], left)
            if readable:
                try:
                    peeked = self.sock.recv(1, socket.MSG_PEEK)
                except OSError:
                    peeked = b""
                if not peeked:
                    self.left()
                time.sleep(min(left, 0.01))

    def left(self):
        self.gone_at = time.monotonic()
        raise PeerGone()

    def send(self, data):
        try:
            self.sock.sendall(data)
        except OSError:
            self.left()

    def head(self, code, kind, length=None, extra=()):
        lines = ["HTTP/1.1 %d X" % code, "content-type: " + kind]
        lines.append("transfer-encoding: chunked" if length is None else "content-length: %d" % length)
        lines += ["%s: %s" % pair for pair in extra]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    def chunk(self, data):
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def last_chunk(self):
        self.send(b"0\r\n\r\n")

    def reply(self, code, body, kind="application/json", extra=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.head(code, kind, len(data), extra)
        self.send(data)

    def fail(self, code, message="the provider is not well", extra=()):
        self.reply(code, self.format.error(code, message), extra=extra)

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
        self.keep = False

    def cut(self):
        self.sock.close()
        self.keep = False

    def tokens(self, count, first=0, pace=PACE):
        for text in TOKENS[first:count]:
            self.nap(pace)
            self.chunk(self.format.token(self.model, text))

    def open_stream(self):
        self.head(200, "text/event-stream")
        self.chunk(self.format.begin(self.model))

    def healthy(self, text=TEXT):
        """The whole answer; from where a prefill ends, if there is one."""
        tokens = re.findall(r"\s*\S+", text)
        last = self.body["messages"][-1]
        if last["role"] == "assistant":
            said = flat(last["content"])
            if text.startswith(said):
                tokens = re.findall(r"\s*\S+", text[len(said):])
        if not self.stream:
            self.nap(0.1)
            self.reply(200, self.format.plain(self.model, "".join(tokens)))
            return
        self.open_stream()
        for token in tokens:
            self.nap(PACE)
            self.chunk(self.format.token(self.model, token))
        self.chunk(self.format.finish(self.model, self.body) + self.format.end_mark())
        self.last_chunk()


def flat(content):
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


class Wall:
    def __init__(self):
        self.lock = threading.Lock()
        self.seen = {}
        self.behaviours = {}
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            sock, _ = self.listener.accept()
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        buffer = b""
        try:
            while True:
                while b"\r\n\r\n" not in buffer:
                    data = sock.recv(65536)
                    if not data:
                        return
                    buffer += data
                head, buffer = buffer.split(b"\r\n\r\n", 1)
                lines = head.decode("latin-1").split("\r\n")
                headers = {k.strip().lower(): v.strip() for k, v in (line.split(":", 1) for line in lines[1:])}
                body, buffer = self._body(sock, headers, buffer)
                exchange = Exchange(self, sock, lines[0].split(" ")[1], headers, json.loads(body))
                if not self._answer(exchange):
                    return
        except (OSError, PeerGone):
            pass
        finally:
            sock.close()

    @staticmethod
    def _body(sock, headers, buffer):
        def more(buffer):
            data = sock.recv(65536)
            if not data:
                raise OSError("cut")
            return buffer + data
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = b""
            while True:
                while b"\r\n" not in buffer:
                    buffer = more(buffer)
                size, buffer = buffer.split(b"\r\n", 1)
                size = int(size.split(b";")[0], 16)
                while len(buffer) < size + 2:
                    buffer = more(buffer)
                body, buffer = body + buffer[:size], buffer[size + 2:]
                if size == 0:
                    return body, buffer
        length = int(headers.get("content-length", "0"))
        while len(buffer) < length:
            buffer = more(buffer)
        return buffer[:length], buffer[length:]

    def _answer(self, exchange):
        with self.lock:
            arrivals = self.seen.setdefault(exchange.model, [])
            arrivals.append(exchange)
            attempt = len(arrivals)
        behaviour = self.behaviours.get(exchange.model)
        if behaviour is None:
            exchange.fail(404, "no such model: " + exchange.model)
        else:
            behaviour(exchange, attempt)
        return exchange.keep

    def arrivals(self, model):
        with self.lock:
            return list(self.seen.get(model, []))


# --- The client ------------------------------------------------------------------------------------------------------
class Outcome:
    def __init__(self):
        self.at = time.monotonic()
        self.took = 0.0
        self.status = 0
        self.text, self.model, self.finish = "", "", None
        self.usage = None
        self.error = None
        self.ended = False
        self.hung = False
        self.garbled = None
        self.heard = b""
        self.headers = {}

    def whole(self, text=TEXT):
        said = re.sub(r"^\[[^\]]+\] ", "", self.text)  # the model's name, which the server puts before its answer
        return self.error is None and not self.hung and said == text and self.finish is not None and self.ended

    def words(self):
        return len(re.findall(r"\bw\d+\b", self.text))


class Client:
    """Asks the server in one of the formats."""

    def __init__(self, port, format_name):
        self.port, self.format = port, format_name

    def request(self, model, stream):
        body = {"model": model, "messages": [{"role": "user", "content": "Count."}], "max_tokens": 200, "stream": stream}
        if stream and self.format == "openai":
            body["stream_options"] = {"include_usage": True}
        return FORMATS[self.format].path, json.dumps(body).encode()

    def ask(self, model, stream, headers=None, patience=PATIENCE):
        outcome = Outcome()
        path, body = self.request(model, stream)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request("POST", path, body, dict({"content-type": "application/json"}, **(headers or {})))
            response = connection.getresponse()
            outcome.status = response.status
            outcome.headers = {k.lower(): v for k, v in response.getheaders()}
            if "event-stream" in outcome.headers.get("content-type", ""):
                self._stream(response, outcome, outcome.at + patience)
            else:
                data = response.read()
                outcome.heard = data
                self._whole(json.loads(data), outcome)
        except socket.timeout:
            outcome.hung = True
        except (OSError, http.client.HTTPException, ValueError) as failure:
            outcome.garbled = "%s: %s" % (type(failure).__name__, failure)
        finally:
            connection.close()
            outcome.took = time.monotonic() - outcome.at
        return outcome

    def _whole(self, body, outcome):
        outcome.ended = True
        if outcome.status != 200 or "error" in body:
            outcome.error = body.get("error") or {"message": "status %d" % outcome.status}
            return
        outcome.model = body.get("model", "")
        if self.format == "openai":
            choice = body["choices"][0]
            outcome.text, outcome.finish = choice["message"]["content"], choice["finish_reason"]
            usage = body.get("usage") or {}
            outcome.usage = (usage.get("prompt_tokens"), usage.get("completion_tokens"))
        else:
            outcome.text = "".join(block.get("text", "") for block in body["content"])
            outcome.finish = body["stop_reason"]
            usage = body.get("usage") or {}
            outcome.usage = (usage.get("input_tokens"), usage.get("output_tokens"))

    def _stream(self, response, outcome, until):
        for line in response:
            outcome.heard += line
            if time.monotonic() > until:
                raise socket.timeout()
            if not line.startswith(b"data:"):
                continue
            data = line[5:].strip()
            if data == b"[DONE]":
                outcome.ended = True
                continue
            self._event(json.loads(data), outcome)

    def _event(self, data, outcome):
        if "error" in data:
            outcome.error = data["error"]
        elif self.format == "openai":
            outcome.model = data.get("model") or outcome.model
            if data.get("usage"):
                outcome.usage = (data["usage"].get("prompt_tokens"), data["usage"].get("completion_tokens"))
            for choice in data.get("choices") or []:
                outcome.text += (choice.get("delta") or {}).get("content") or ""
                outcome.finish = choice.get("finish_reason") or outcome.finish
        else:
            kind = data.get("type")
            if kind == "message_start":
                outcome.model = data["message"]["model"]
            elif kind == "content_block_delta":
                outcome.text += data["delta"].get("text", "")
            elif kind == "message_delta":
                outcome.finish = data["delta"].get("stop_reason") or outcome.finish
                usage = data.get("usage") or {}
                outcome.usage = (usage.get("input_tokens"), usage.get("output_tokens"))
            elif kind == "message_stop":
                outcome.ended = True

    def leave(self, model, stream, when, headers=None):
        """Asks and goes away as soon as `when` says so of the bytes received; gives the moment of leaving."""
        path, body = self.request(model, stream)
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.sendall(("POST %s HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
                      % (path, len(body))).encode() + body)
        sock.settimeout(0.05)
        got, begun = b"", time.monotonic()
        while not when(got) and time.monotonic() - begun < 20:
            try:
                got += sock.recv(65536)
            except socket.timeout:
                pass
        left = time.monotonic()
        sock.close()
        return left


# --- The scenarios ---------------------------------------------------------------------------------------------------
class Broken(Exception):
    """Something that must hold does not."""


def expect(holds, message, *arguments):
    if not holds:
        raise Broken(message % arguments if arguments else message)


class Run:
    """A scenario under way: asks its model and looks at what the wall saw."""

    def __init__(self, scenario, wall, client, stream):
        self.scenario, self.wall, self.client, self.stream = scenario, wall, client, stream
        self.primary = "%s-%s" % (scenario.id.lower(), "stream" if stream else "plain")
        self.fallback = self.primary + "-fb"
        self.lock = threading.Lock()

    def ask(self, headers=None, patience=PATIENCE):
        return self.client.ask(self.primary, self.stream, headers, patience)

    def on_primary(self):
        return self.wall.arrivals(self.primary)

    def on_fallback(self):
        return self.wall.arrivals(self.fallback)

    def most_within(self, span):
        times = [arrival.at for arrival in self.on_primary()]
        return max([sum(1 for t in times if first <= t < first + span) for first in times] or [0])


class Scenario:
    def __init__(self, id, title, primary, check=None, fallback=None, within=PER_REQUEST, modes="sp", run=None, due=None,
                 text=TEXT, has_fallback=True, prefill=False, usage=True):
        self.id, self.title, self.primary, self.check = id, title, primary, check
        self.fallback = fallback or (lambda x, n: x.healthy())
        self.within, self.modes, self.run, self.due, self.text = within, modes, run, due, text
        self.has_fallback, self.prefill, self.usage = has_fallback, prefill, usage

    def judge(self, run):
        if self.run:
            return self.run(run)
        outcome = run.ask()
        verdict = self.verdict(outcome)
        if self.check:
            self.check(run, outcome)
        return verdict

    def verdict(self, outcome, late=None):
        expect(not outcome.hung, "no end within %.0f s", PATIENCE)
        expect(outcome.garbled is None, "broke off: %s", outcome.garbled)
        expect(outcome.took <= (late or self.within), "ended after %.1f s, at most %.0f allowed", outcome.took,
               late or self.within)
        if outcome.error is not None:
            message = outcome.error.get("message") if isinstance(outcome.error, dict) else None
            kind = outcome.error.get("type") or outcome.error.get("code") if isinstance(outcome.error, dict) else None
            expect(message and kind, "an error without type or message: %s", outcome.error)
            expect(outcome.finish is None, "an error after a normal finish")
            if self.due and re.search(self.due, message):
                return "PASS", "%s %s: %s" % (outcome.status, kind, message)
            return "SAFE", "%s %s: %s" % (outcome.status, kind, message)
        expect(outcome.whole(self.text), "presented as a success: %d of %d words, finish %s, end mark %s", outcome.words(),
               WORDS, outcome.finish, outcome.ended)
        expect(not self.usage or outcome.usage == (INPUT_TOKENS, WORDS), "usage %s, the provider said %s", outcome.usage,
               (INPUT_TOKENS, WORDS))
        return ("SAFE" if self.due else "PASS"), "answered by %s" % (outcome.headers.get("x-llmrouter-model") or outcome.model)


def once(fault):
    return lambda x, n: fault(x) if n == 1 else x.healthy()


def always(fault):
    return lambda x, n: fault(x)


def late_first_token(x):
    if not x.stream:
        x.nap(20)
        return x.healthy()
    x.head(200, "text/event-stream")
    x.nap(20)
    x.chunk(x.format.begin(x.model))
    x.tokens(WORDS)
    x.chunk(x.format.finish(x.model, x.body) + x.format.end_mark())
    x.last_chunk()


def dies_after(count, reset=True):
    def fault(x):
        x.open_stream()
        x.tokens(count)
        x.nap(PACE)
        if reset:
            x.reset()
        else:
            x.cut()
    return fault


def ends_after(count):
    def fault(x):
        x.open_stream()
        x.tokens(count)
        x.last_chunk()
    return fault


def stalls_after(count, seconds=30):
    def fault(x):
        x.open_stream()
        x.tokens(count)
        x.nap(seconds)
        x.tokens(WORDS, count)
        x.chunk(x.format.finish(x.model, x.body) + x.format.end_mark())
        x.last_chunk()
    return fault


def invalid_event(x):
    x.open_stream()
    x.tokens(20)
    x.chunk(b'data: {"id": "c1", "choices": [{"delta": {"con\n\n')
    x.tokens(WORDS, 20)
    x.chunk(x.format.finish(x.model, x.body) + x.format.end_mark())
    x.last_chunk()


def no_end_mark(keep_open):
    def fault(x):
        x.open_stream()
        x.tokens(WORDS)
        x.chunk(x.format.finish(x.model, x.body))
        if keep_open:
            x.nap(60)
        x.last_chunk()
    return fault


def stream_error_after(count):
    def fault(x):
        x.head(200, "text/event-stream")
        if count:
            x.chunk(x.format.begin(x.model))
            x.tokens(count)
        x.chunk(x.format.stream_error())
        x.last_chunk()
    return fault


def refuses_prefill(x, n):
    if x.body["messages"][-1]["role"] == "assistant":
        x.fail(400, PREFILL_REFUSED)
    else:
        x.healthy()


def huge_error(x):
    x.reply(500, json.dumps(x.format.error(500, "x" * 5_000_000)).encode())


def trickle(x):
    data = json.dumps(x.format.plain(x.model, TEXT)).encode()
    if x.stream:
        data = x.format.begin(x.model) + b"".join(x.format.token(x.model, t) for t in TOKENS)
        x.head(200, "text/event-stream")
    else:
        x.head(200, "application/json", len(data))
    for byte in data:
        x.nap(0.5)
        if x.stream:
            x.chunk(bytes([byte]))
        else:
            x.send(bytes([byte]))


def trickles_tokens(x):
    """Alive but endless: a token every five seconds."""
    x.open_stream()
    while True:
        x.nap(5)
        x.chunk(x.format.token(x.model, " more"))


def echo_key(x):
    x.fail(401, "Incorrect API key provided: " + x.key.replace("Bearer ", ""))


def s01(run, outcome):
    arrivals = run.on_primary()
    expect(len(arrivals) == 2, "%d attempts on the primary, expected 2", len(arrivals))
    expect(not run.on_fallback(), "the fallback was asked")
    pause = arrivals[1].at - arrivals[0].at
    expect(pause >= 1.8, "asked again after %.2f s, at least 1.8 expected", pause)


def s02(run, outcome):
    expect(run.most_within(3.0) <= 4, "%d attempts in 3 s", run.most_within(3.0))
    expect(len(run.on_primary()) <= 6, "%d attempts", len(run.on_primary()))
    expect(run.on_fallback(), "the fallback was not asked")


def s03(run, outcome):
    expect(len(run.on_primary()) == 2, "%d attempts on the primary, expected 2", len(run.on_primary()))
    expect(not run.on_fallback(), "the fallback was asked")


def s04(run, outcome):
    expect(len(run.on_primary()) <= 6, "%d attempts", len(run.on_primary()))
    expect(len(run.on_fallback()) == 1, "%d attempts on the fallback", len(run.on_fallback()))


def one_on_primary(run, outcome):
    expect(len(run.on_primary()) == 1, "%d attempts on the primary, expected 1", len(run.on_primary()))


def s09(run):
    scenario = run.scenario
    first = run.ask()
    verdict = scenario.verdict(first)
    second = run.ask()
    scenario.verdict(second, late=PER_REQUEST)
    expect(second.error is None, "the next request failed: %s", second.error)
    return verdict


def s13(run, outcome):
    one_on_primary(run, outcome)
    expect(not run.on_fallback(), "another model was asked")
    expect(POLICY_REASON in outcome.heard.decode(), "the provider's reason did not reach the caller")
    expect(400 <= outcome.status < 500, "status %d", outcome.status)


def s14(run, outcome):
    expect(PREFILL_REFUSED.encode() not in outcome.heard, "the prefill's 400 reached the caller")


def s14_strict(run, outcome):
    s14(run, outcome)
    asked = [x.body["messages"][-1]["role"] for x in run.on_fallback()]
    expect("assistant" not in asked, "a prefill was sent to a model that is not known to take one")


def s15(run):
    """503 for 60 s, a request every 4 s; after it two at once each time, to see that one at a time probes."""
    begun = time.monotonic()
    run.wall.behaviours[run.primary] = lambda x, n: (
        x.fail(503) if time.monotonic() - begun < 60 else x.healthy())
    outcomes, threads = [], []

    def one(at):
        outcome = run.ask()
        with run.lock:
            outcomes.append((at, outcome))
    for tick in range(24):
        pause = begun + tick * 4 - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        for _ in range(2 if 5 <= tick < 14 else 1):
            thread = threading.Thread(target=one, args=(tick * 4,))
            thread.start()
            threads.append(thread)
    for thread in threads:
        thread.join()
    opened, before = False, []
    for at, outcome in sorted(outcomes, key=lambda pair: pair[0]):
        verdict, what = run.scenario.verdict(outcome)
        expect(verdict == "PASS", "at %d s: %s", at, what)
    arrivals = [x.at - begun for x in run.on_primary()]
    for tick in range(15):
        count = sum(1 for t in arrivals if tick * 4 <= t < tick * 4 + 4)
        expect(not opened or count <= 1, "%d attempts between %d and %d s, though the circuit was open", count, tick * 4,
               tick * 4 + 4)
        opened = opened or count == 0
        before.append(count)
    expect(opened, "the circuit never opened: attempts %s", before)
    back = [at for at, outcome in outcomes if outcome.headers.get("x-llmrouter-model", outcome.model) == run.primary]
    expect(back and min(back) <= 90, "not back on the primary within 30 s of its recovery")
    return "PASS", "%d answered; attempts while down %s; back at %d s" % (len(outcomes), before, min(back))


def s16(run, outcome):
    named = outcome.headers.get("x-llmrouter-model") or outcome.model
    expect(named == run.fallback, "the answer names %s, given by %s", named, run.fallback)
    expect(outcome.model in (run.fallback, run.primary), "the body names %s", outcome.model)


def bounded_error(run, outcome):
    expect(len(outcome.heard) < 200_000, "%d bytes reached the caller", len(outcome.heard))


def key_kept(run, outcome):
    expect(b"sk-wall" not in outcome.heard, "the key reached the caller")


def left_within_a_second(when):
    def run_it(run):
        left = run.client.leave(run.primary, run.stream, when)
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline and not any(x.gone_at for x in run.on_primary()):
            time.sleep(0.02)
        arrivals = run.on_primary()
        expect(arrivals, "the provider was never asked")
        expect(arrivals[0].gone_at is not None, "the upstream connection stayed open for 3 s")
        after = arrivals[0].gone_at - left
        expect(after <= 1.0, "the upstream connection was closed after %.2f s", after)
        time.sleep(8)
        expect(len(run.on_primary()) == 1 and not run.on_fallback(), "asked again after the client had left")
        return "PASS", "closed after %.0f ms, no further attempt" % (after * 1000)
    return run_it


def left_while_waiting(run):
    """Leaves in the wait before a retry."""
    run.client.leave(run.primary, run.stream, lambda got: bool(run.on_primary()))
    time.sleep(8)
    expect(len(run.on_primary()) == 1 and not run.on_fallback(), "asked again after the client had left")
    return "PASS", "no further attempt"


def own_deadline(run):
    outcome = run.ask({"x-llmrouter-timeout": "6s"})
    expect(outcome.took < 8, "ended after %.1f s with a deadline of 6 s", outcome.took)
    expect(outcome.error is not None or outcome.whole(), "neither an error nor whole")
    return "PASS", "ended after %.1f s: %s" % (outcome.took, (outcome.error or {}).get("message", "answered"))


OTHER = " ".join("other%d" % n for n in range(1, WORDS + 1))


def silence(seconds=120):
    return lambda x: x.nap(seconds) or x.reset()


def scenarios():
    s = Scenario
    return [
        s("S01", "429 with Retry-After: 2, once", once(lambda x: x.fail(429, extra=[("retry-after", "2")])), s01),
        s("S02", "429 for ever, no header", always(lambda x: x.fail(429)), s02),
        s("S03", "500, once", once(lambda x: x.fail(500)), s03),
        s("S04", "503 for ever", always(lambda x: x.fail(503)), s04),
        s("S05", "connection reset before any byte, once", once(lambda x: x.reset())),
        s("S06", "120 s of silence", always(silence()), one_on_primary, modes="s"),
        s("S07", "headers at once, first token after 20 s", always(late_first_token), within=15, modes="s"),
        s("S08", "the stream dies after 40 of 60 tokens", always(dies_after(40)), modes="s"),
        s("S09", "30 s of silence after 20 tokens, then another request", once(stalls_after(20)), modes="s", within=45, run=s09),
        s("S10", "one event is invalid JSON", always(invalid_event), modes="s"),
        s("S11", "a complete stream without its end mark", always(no_end_mark(False)), modes="s", within=8),
        s("S12", "400, the prompt is too long", always(lambda x: x.reply(400, x.format.context_length())), one_on_primary,
          due="context length|too long"),
        s("S13", "400, refused for its content", always(lambda x: x.reply(400, x.format.policy())), s13, due=POLICY_REASON),
        s("S14", "as S08, and the fallback refuses a prefill", always(dies_after(40)), s14_strict, refuses_prefill, modes="s"),
        s("S15", "503 for 60 s, a request every 4 s", always(lambda x: x.fail(503)), run=s15),
        s("S16", "503 for ever: who answered, and its usage", always(lambda x: x.fail(503)), s16),
        s("S08b", "as S08, the fallback answers in other words", always(dies_after(40)), fallback=lambda x, n: x.healthy(OTHER),
          modes="s", due="could not be completed"),
        s("S08c", "as S08, the fallback takes a prefill", always(dies_after(40)), modes="s", prefill=True),
        s("S14b", "as S14, though the configuration says it takes one", always(dies_after(40)), s14, refuses_prefill, modes="s",
          prefill=True),
        s("S08d", "as S08, without a fallback", always(dies_after(40)), modes="s", has_fallback=False,
          due="could not be completed"),
        s("S06p", "120 s of silence, not streamed", always(silence()), one_on_primary, modes="p", within=150),
        s("F01", "an error within the stream, before the first token", always(stream_error_after(0)), modes="s"),
        s("F02", "an error within the stream, after 20 tokens", always(stream_error_after(20)), modes="s"),
        s("F03", "the stream is cut before the first token", always(dies_after(0)), modes="s"),
        s("F04", "the stream ends before the first token", always(ends_after(0)), modes="s"),
        s("F05", "the stream ends after 40 tokens", always(ends_after(40)), modes="s"),
        s("F06", "the stream is closed, not reset, after 40 tokens", always(dies_after(40, reset=False)), modes="s"),
        s("F07", "an empty 200", always(lambda x: x.reply(200, b""))),
        s("F08", "a web page with 200", always(lambda x: x.reply(200, b"<html><body>Welcome</body></html>", "text/html"))),
        s("F09", "an error of 5 MB", always(huge_error), bounded_error),
        s("F10", "an error that repeats the key", always(echo_key), key_kept),
        s("F11", "an error that repeats the key, no fallback", always(echo_key), key_kept, has_fallback=False, due="."),
        s("F12", "a byte every 0.5 s, streamed", always(trickle), modes="s"),
        s("F13", "a byte every 0.5 s, whole", always(trickle), modes="p", within=150),
        s("F14", "a byte every 0.5 s, the client's deadline is 6 s", always(trickle), run=own_deadline),
        s("F15", "a token every 5 s for ever, the client's deadline is 6 s", always(trickles_tokens), modes="s", run=own_deadline),
        s("F16", "no end mark, and the connection stays open", always(no_end_mark(True)), modes="s", within=8),
        s("D01", "the client leaves after some tokens", always(stalls_after(10)), modes="s",
          run=left_within_a_second(lambda got: b"w3" in got)),
        s("D02", "the client leaves before the answer", always(silence()), run=lambda run: left_within_a_second(
            lambda got: bool(run.on_primary()))(run)),
        s("D03", "the client leaves in the wait before a retry", always(lambda x: x.fail(429, extra=[("retry-after", "4")])),
          run=left_while_waiting),
        s("D04", "the client leaves while tokens flow", always(stalls_after(WORDS, 0)), modes="s",
          run=left_within_a_second(lambda got: b"w3" in got)),
    ]


# --- The run ---------------------------------------------------------------------------------------------------------
def configuration(runs, wall, provider):
    base = "http://127.0.0.1:%d" % wall.port + ("/v1" if provider == "openai" else "")
    lines = ["llms:"]
    for run in runs:
        fallbacks = "[%s]" % run.fallback if run.scenario.has_fallback else "[]"
        lines.append('  %s: {provider: %s, model: %s, base_url: "%s", api_key: sk-wall-%s-0123456789, fallbacks: %s}'
                     % (run.primary, provider, run.primary, base, run.primary, fallbacks))
        capabilities = ", capabilities: [prefill]" if run.scenario.prefill else ""
        lines.append('  %s: {provider: %s, model: %s, base_url: "%s", api_key: sk-wall-%s-0123456789%s}'
                     % (run.fallback, provider, run.fallback, base, run.fallback, capabilities))
    lines.append('  warm: {provider: %s, model: warm, base_url: "%s", api_key: sk-wall-warm-0123456789}' % (provider, base))
    return "\n".join(lines) + "\n"


def warm_up(client):
    """The first calls of a JVM take their time, which is not what is judged here."""
    for count in range(10):
        for stream in (True, False):
            outcome = client.ask("warm", stream)
            if not outcome.whole():
                sys.exit("A healthy model was not answered: %s" % (outcome.error or outcome.garbled or outcome.text))


def start_server(command, config, folder):
    log = open(os.path.join(folder, "server.log"), "wb")
    process = subprocess.Popen(shlex.split(command) + ["serve", "--config", config, "--port", "0"], stdout=subprocess.PIPE,
                               stderr=log, cwd=folder)
    for line in process.stdout:
        found = re.search(rb"http://[^:]+:(\d+)", line)
        if found:
            threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
            return process, int(found.group(1))
    log.close()
    sys.exit("The server did not start:\n" + open(os.path.join(folder, "server.log")).read())


def one_run(run, results):
    try:
        verdict, what = run.scenario.judge(run)
    except Broken as broken:
        verdict, what = "FAIL", str(broken)
    results[run] = (verdict, what)
    print("%-5s %-6s %-7s %s" % (verdict, run.scenario.id, "stream" if run.stream else "whole", what[:150]), flush=True)


def main():
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provider", choices=FORMATS, default="openai", help="the format of the fake provider")
    parser.add_argument("--client", choices=FORMATS, default="openai", help="the format of the client")
    parser.add_argument("--mode", choices=["stream", "plain", "both"], default="both", help="how answers come")
    parser.add_argument("--only", default="", help="the ids of the scenarios to run, between commas")
    parser.add_argument("--command", default=os.path.join(here, "llmrouter"), help="what starts the command llmrouter")
    options = parser.parse_args()

    wall = Wall()
    wanted = [id.upper() for id in options.only.split(",") if id]
    runs = [Run(scenario, wall, None, mode == "s") for scenario in scenarios() for mode in scenario.modes
            if (not wanted or scenario.id.upper() in wanted) and options.mode in ("both", "stream" if mode == "s" else "plain")]
    for run in runs:
        wall.behaviours[run.primary] = run.scenario.primary
        wall.behaviours[run.fallback] = run.scenario.fallback
    wall.behaviours["warm"] = lambda x, n: x.healthy()
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "llmrouter.yaml")
        with open(config, "w") as file:
            file.write(configuration(runs, wall, options.provider))
        process, port = start_server(options.command, config, folder)
        results = {}
        try:
            warm_up(Client(port, options.client))
            threads = []
            for run in runs:
                run.client = Client(port, options.client)
                threads.append(threading.Thread(target=one_run, args=(run, results)))
                threads[-1].start()
                time.sleep(0.05)
            for thread in threads:
                thread.join()
            alive = process.poll() is None
        finally:
            process.terminate()
            process.wait(60)
    print("\n%s's format at the provider, %s's at the client" % (options.provider, options.client))
    counts = {"PASS": 0, "SAFE": 0, "FAIL": 0}
    for run in runs:
        verdict, what = results.get(run, ("FAIL", "the judge failed"))
        counts[verdict] += 1
        print("  %-6s %-7s %-5s %-58s %s" % (run.scenario.id, "stream" if run.stream else "whole", verdict, run.scenario.title,
                                            what if verdict != "PASS" else what[:70]))
    print("  %(PASS)d passed, %(SAFE)d ended safely with an error, %(FAIL)d failed" % counts)
    if not alive:
        print("  the server had ended before")
    sys.exit(0 if counts["FAIL"] == 0 and alive else 1)


if __name__ == "__main__":
    main()
