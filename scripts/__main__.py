"""Entry point: finds a Python recent enough, then hands over to the command asked for.

Kept to syntax that an old Python 3 reads, so that it can say what is missing.
"""

import os
import shutil
import signal
import subprocess
import sys

MINIMUM = (3, 11)
COMMANDES = ("run", "dev", "test", "format", "check", "proof", "faults", "bench", "lock")


def exiger_python():
    # type: () -> None
    """Go on under a newer interpreter of this machine, or say that none is there."""
    if sys.version_info >= MINIMUM:
        return
    for mineure in range(14, MINIMUM[1] - 1, -1):
        trouve = shutil.which(f"python3.{mineure}")
        # Version managers leave commands in PATH that only answer that they are not installed.
        if trouve and subprocess.call([trouve, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(trouve, [trouve, "-m", "scripts"] + sys.argv[1:])  # noqa: RUF005
    sys.exit(
        "Python 3.11 ou plus récent est nécessaire ; « python3 » est ici la version {}.{}.\n"
        "Installez-le, ou indiquez-le : make run PYTHON=/chemin/vers/python3.11".format(
            *sys.version_info[:2]
        )
    )


def main():
    # type: () -> int
    """Run one command; SIGTERM and SIGHUP unwind like Ctrl-C, so children are always stopped."""
    exiger_python()
    commande = sys.argv[-1]
    if commande not in COMMANDES:
        sys.exit("Usage : python3 -m scripts " + "|".join(COMMANDES))

    from scripts import commandes

    for numero in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(numero) is not signal.SIG_IGN:  # nohup asked to go on
            signal.signal(numero, commandes.quitter)
    return commandes.executer(commande)


if __name__ == "__main__":
    sys.exit(main())
