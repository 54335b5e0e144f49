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
    if argv[:1] == ["synthesise"]:  # pure too
        from essaim.synthesis.command import synthesise

        return synthesise(argv[1:])
    if argv[:1] == ["licences"]:  # pure too
        from essaim.licences.command import licences

        return licences(argv[1:])
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
    serve.add_argument("--room", action="store_true", help="ouvre aux téléphones du réseau local, sans internet")
    serve.add_argument("--address", metavar="ADRESSE", help="avec --room : l’adresse ou le nom qui s’affiche")
    serve.add_argument("--https", action="store_true", help="avec --room : chiffre, avec un certificat fait ici")
    serve.add_argument("--certificate", metavar="FICHIER", help="avec --room : votre certificat, en PEM")
    serve.add_argument("--key", metavar="FICHIER", help="avec --room : la clé de ce certificat")

    serve.add_argument("--no-worker", action="store_true", help="laisse les tâches de fond à « essaim worker »")

    commands.add_parser("worker", help="envoie les comptes rendus et fait le ménage, à côté de « serve --no-worker »")

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

    commons = commands.add_parser("commons", help="importe ou exporte le catalogue des communs").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    commons_import = commons.add_parser("import", help="reprend les fiches d’un autre système, avec leur provenance")
    commons_import.add_argument("file", help="export de MediaWiki (XML), réponse de Semantic MediaWiki, fiches Bazar…")
    commons_import.add_argument("--format", default="", metavar="NOM", help="reconnu d’après le fichier sinon")
    commons_import.add_argument("--forms", metavar="FICHIER", help="formulaires Bazar : les noms des champs")
    commons_import.add_argument("--lists", metavar="FICHIER", help="listes Bazar : les mots derrière les numéros")
    commons_import.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien changer")
    commons_import.add_argument("--report", metavar="FICHIER.json", help="écrit aussi le rapport en JSON")
    commons_import.add_argument("--publish", action="store_true", help="publie ; elles attendent une relecture sinon")

    commons_export = commons.add_parser("export", help="écrit le catalogue, sur la sortie standard ou dans un fichier")
    commons_export.add_argument(
        "--format", default="essaim", metavar="NOM", help="essaim (tout, identique au retour), csv, ods, jsonld, ttl…"
    )
    commons_export.add_argument("--out", metavar="FICHIER", help="le fichier, ou le dossier d’un site (--format site)")

    backup = commands.add_parser("backup", help="copie toute l’instance dans un fichier, sans l’arrêter")
    backup.add_argument("file", help="le fichier à écrire ; il contient le secret de l’instance")

    restore = commands.add_parser("restore", help="remet dans cette instance, arrêtée, ce qu’une sauvegarde contient")
    restore.add_argument("file")
    restore.add_argument("--replace", action="store_true", help="remplace ce que l’instance contient déjà")
    restore.add_argument(
        "--erasures", action="append", default=[], metavar="JOURNAL", help="rejoue aussi ce journal d’effacements"
    )

    doctor = commands.add_parser("doctor", help="dit ce qui va, ce qui ne va pas, et quoi faire")
    doctor.add_argument("--json", action="store_true")

    bench = commands.add_parser("bench", help="mesure une instance").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    live = bench.add_parser("live", help="des téléphones écrivent et suivent : débit, délais, pertes")
    live.add_argument("--boards", type=int, required=True, help="panneaux entre lesquels les téléphones se partagent")
    live.add_argument("--phones", type=int, required=True, help="téléphones : chacun suit son panneau et y écrit")
    live.add_argument("--rate", type=float, help="notes par seconde ; sans elle, aussi vite qu’elles sont vues")
    live.add_argument("--seconds", type=float, default=10, help="durée de la mesure (10)")
    live.add_argument("--url", help="instance à mesurer ; sans elle, une instance jetable sur cette machine")
    live.add_argument("--code", help="atelier en cours à rejoindre ; sans lui, préparé dans la base de cette machine")
    live.add_argument("--json", action="store_true", help="donne les mesures en JSON")

    commands.add_parser("rotate", help="calcule un plan de rotation (essaim rotate --help)", add_help=False)
    commands.add_parser("synthesise", help="propose des thèmes (essaim synthesise --help)", add_help=False)
    commands.add_parser("licences", help="dit si des licences se combinent (essaim licences --help)", add_help=False)
    return top


if __name__ == "__main__":
    sys.exit(main())
