"""`essaim …`: everything that is done from a terminal. Each command has --help and ends with 0, or one clear line."""

import argparse
import os
import sys


def main(argv: list[str] | None = None) -> int:
    """The command ran (0), or a sentence on standard error says why not."""
    argv = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")
    if argv[:1] == ["rotate"]:  # pure: starts neither Django nor a database
        from essaim.workshops.rotation.command import rotate

        return rotate(argv[1:])
    options = parser().parse_args(argv)
    from essaim import commands

    return commands.run(options)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="essaim", description="Des ateliers d’intelligence collective, de bout en bout.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMANDE")

    demo = commands.add_parser("demo", help="ouvre un programme de démonstration et joue un World Café")
    demo.add_argument("--load-only", action="store_true", help="remplit l’instance et s’arrête")
    demo.add_argument("--json", action="store_true", help="donne le code, les questions et les adresses en JSON")
    demo.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--seconds", type=float, default=35, help="durée d’une séquence autour des questions (35)")

    serve = commands.add_parser("serve", help="sert l’instance (vide la première fois)")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serve.add_argument("--host", default="127.0.0.1", help="0.0.0.0 pour le réseau local")

    commands.add_parser("migrate", help="met la base de données à jour et charge les territoires")

    admin = commands.add_parser("createadmin", help="ouvre un compte d’administration et donne son lien d’entrée")
    admin.add_argument("--email", required=True)
    admin.add_argument("--name", default="")

    workshop = commands.add_parser("workshop", help="exporte ou importe un atelier").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    export = workshop.add_parser("export", help="écrit l’atelier en JSON sur la sortie standard")
    export.add_argument("code")
    load = workshop.add_parser("import", help="reprend un atelier exporté")
    load.add_argument("file")
    load.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer")

    notes = commands.add_parser("notes", help="importe des notes").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    notes_import = notes.add_parser("import", help="ajoute les notes d’un fichier JSONL à une question")
    notes_import.add_argument("workshop", help="code de l’atelier")
    notes_import.add_argument("question", help="numéro ou identifiant de la question")
    notes_import.add_argument("file")
    notes_import.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer")

    commands.add_parser("rotate", help="calcule un plan de rotation (essaim rotate --help)", add_help=False)
    return top


if __name__ == "__main__":
    sys.exit(main())
