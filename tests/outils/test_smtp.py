"""The SMTP server of the tests takes a message in charge at its lone dot, as any server does."""

import smtplib
import socket
from email.message import EmailMessage

from tests.smtp import Boite


def test_qui_meurt_en_cours_denvoi_na_rien_envoye() -> None:
    mail = EmailMessage()
    mail["Message-ID"] = "<entier-1@exemple.ma>"
    with Boite() as box:
        with socket.create_connection(("127.0.0.1", box.port), timeout=10) as half:
            said = half.makefile("rb")
            said.readline()
            half.sendall(b"DATA\r\nSubject: coup")
            said.readline()
            half.shutdown(socket.SHUT_WR)
            assert said.read() == b""  # the server is done with it, and said no word
        assert box.recus == []
        with smtplib.SMTP("127.0.0.1", box.port, timeout=10) as whole:
            whole.send_message(mail, "de@exemple.ma", ["a@exemple.ma"])
        assert box.recus == ["<entier-1@exemple.ma>"]
