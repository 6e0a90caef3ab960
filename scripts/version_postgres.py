"""Prints the version of the PostgreSQL at DATABASE_URL; run under the project's own Python."""

import os

import environ
import psycopg


def main() -> None:
    config = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    with psycopg.connect(
        host=config["HOST"] or None,
        port=config["PORT"] or None,
        user=config["USER"] or None,
        password=config["PASSWORD"] or None,
        dbname=config["NAME"] or "postgres",
        connect_timeout=10,
    ) as connexion:
        ligne = connexion.execute("SHOW server_version").fetchone()
    print(str(ligne[0]).split()[0] if ligne else "0")


if __name__ == "__main__":
    main()
