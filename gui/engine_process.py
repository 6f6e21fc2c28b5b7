"""One engine process and the socket to it: started, heard, and ended without a trace.

Source: https://doc.qt.io/qt-6/qprocess.html
"""

from __future__ import annotations

import hmac
import secrets
import signal
import sys

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal
from PySide6.QtNetwork import QHostAddress, QNetworkProxy, QTcpServer, QTcpSocket

from ..engine import messages
from .failure_text import explained

TOKEN_BYTES = 32
STDERR_KEPT = 8192
KILL_MS = 2000
LAST_WORDS = 12  # lines of standard error that are told after a death


class EngineProcess(QObject):
    """A process running `gradwalk.engine.server`, and its connection to here.

    Only a process that knows the token gets a connection; the token goes through its standard
    input, where no other user can read it.
    """

    connected = Signal()
    arrived = Signal(object)  # an event
    ended = Signal(str)  # the reason, in words

    def __init__(self, folder: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._token = secrets.token_hex(TOKEN_BYTES).encode()
        self._frames = messages.Frames()
        self._socket: QTcpSocket | None = None
        self._over = False
        self._words = b""
        self._server = QTcpServer(self)
        self._server.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._server.newConnection.connect(self._welcome)
        self._process = QProcess(self)
        # What the user's code prints belongs on the terminal; stderr is kept for the last words.
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedOutputChannel)
        self._process.readyReadStandardError.connect(self._listen)
        self._process.errorOccurred.connect(self._not_started)
        self._process.finished.connect(self._finished)

    @property
    def pid(self) -> int:
        """The process's number; 0 if it does not run."""
        return int(self._process.processId())

    @property
    def last_words(self) -> list[str]:
        """The last lines that the process wrote to its standard error."""
        lines = self._words.decode(errors="replace").splitlines()
        return [line.strip() for line in lines if line.strip()][-LAST_WORDS:]

    def start(self) -> None:
        """Start the process; `connected` or `ended` follows."""
        if not self._server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost), 0):
            self._end(self.tr("This machine refuses local connections: {}").format(
                self._server.errorString()))  # fmt: skip
            return
        arguments = ["-P", "-u", "-m", "gradwalk.engine.server"]
        environment = QProcessEnvironment.systemEnvironment()
        if not {"OMP_WAIT_POLICY", "GOMP_SPINCOUNT"} & set(environment.keys()):
            # OpenMP's threads spin for milliseconds while they wait for each other. Beside a
            # window that paints now and then, a shorter spin is several times faster, and
            # as fast where nothing else runs. It changes no number.
            environment.insert("GOMP_SPINCOUNT", "60000")
        self._process.setProcessEnvironment(environment)
        self._process.start(
            sys.executable, [*arguments, str(self._server.serverPort()), self._folder]
        )
        self._process.write(self._token + b"\n")
        self._process.closeWriteChannel()

    def send(self, command: messages.Command) -> None:
        """Send a command; without a connection it is lost."""
        if self._socket is not None:
            self._socket.write(messages.encode(command))

    def kill(self) -> None:
        """End the process at once; `ended` follows."""
        self._process.kill()

    def close(self, patience_ms: int) -> None:
        """End the process, politely if it is quick enough; on return it is gone."""
        self._over = True
        if self._process.state() != QProcess.ProcessState.NotRunning:
            polite = self._socket is not None and patience_ms > 0
            if self._socket is not None and polite:
                self.send(messages.Quit())
                self._socket.flush()
            if not polite or not self._process.waitForFinished(patience_ms):
                self._process.kill()  # ends a stopped process too
                self._process.waitForFinished(KILL_MS)
        self._server.close()
        if self._socket is not None:
            self._socket.abort()

    # --- The connection ---------------------------------------------------------------------

    def _welcome(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            guest.readyRead.connect(self._hear)
            guest.disconnected.connect(guest.deleteLater)

    def _hear(self) -> None:
        guest = self.sender()
        if not isinstance(guest, QTcpSocket):
            return
        if self._socket is None:
            self._admit(guest)
        elif guest is self._socket:
            self._read()
        else:
            guest.abort()

    def _admit(self, guest: QTcpSocket) -> None:
        """Let in who knows the token, and nobody after that."""
        if guest.bytesAvailable() < len(self._token):
            return
        told = guest.read(len(self._token)).data()
        if not hmac.compare_digest(told, self._token):
            guest.abort()
            return
        self._socket = guest
        guest.disconnected.disconnect(guest.deleteLater)
        guest.setSocketOption(QTcpSocket.SocketOption.LowDelayOption, 1)
        self._server.close()
        self.connected.emit()
        self._read()

    def _read(self) -> None:
        """Take in all that has come."""
        if self._socket is None or self._over:
            return
        data = self._socket.readAll().data()
        if not data:
            return
        try:
            for body in self._frames.feed(data):
                self.arrived.emit(messages.decode_event(body))
        except messages.MessageError as error:
            self._words += f"{explained(messages.words(error))}\n".encode()
            self.kill()

    # --- The end ----------------------------------------------------------------------------

    def _listen(self) -> None:
        told = self._process.readAllStandardError().data()
        if sys.stderr is not None:  # pythonw has none
            sys.stderr.write(told.decode(errors="replace"))
        self._words = (self._words + told)[-STDERR_KEPT:]

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(self._process.errorString())

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()  # what it said before it died
        self._listen()
        crashed = status == QProcess.ExitStatus.CrashExit
        self._end(_reason(code, crashed, self.last_words))

    def _end(self, reason: str) -> None:
        if not self._over:
            self._over = True
            self._server.close()
            self.ended.emit(reason)


def _reason(code: int, crashed: bool, words: list[str]) -> str:
    """Why a process ended, in whole sentences."""
    translate = QCoreApplication.translate
    if crashed and sys.platform == "win32":
        return translate("EngineProcess", "It crashed (code {0:#x}).").format(code & 0xFFFFFFFF)
    if crashed:
        name = _signal_name(code)
        if name == "SIGKILL":
            return translate(
                "EngineProcess", "It was killed (SIGKILL): out of memory, or by someone."
            )
        if name in ("SIGSEGV", "SIGBUS"):
            return translate("EngineProcess", "It crashed in native code ({0}).").format(name)
        return translate("EngineProcess", "It was ended by {0}.").format(name)
    text = translate("EngineProcess", "It exited with code {0}.").format(code)
    return f"{text} {words[-1]}" if code and words else text


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
