# SPDX-License-Identifier: Apache-2.0
"""Logs an artifact with the real W&B SDK, or reads one back with its public API, and prints as JSON what it is.

  log   a run that logs the artifact --name of the files in --folder, with an alias, a description, metadata and a reference
  read  downloads the artifact --name of the project to --folder, and checks it by its digests
"""

import argparse
import json
import pathlib

import wandb


def log(args):
    artifact = wandb.Artifact(args.name, "dataset", description="of hands", metadata={"rows": 2})
    artifact.add_dir(args.folder)
    artifact.add_reference("hdfs://host/raw", name="raw")
    with wandb.init(entity=args.entity, project=args.project, id=args.run) as run:
        logged = run.log_artifact(artifact, aliases=["latest", "best"])
        logged.wait()
        return describe(logged)


def read(args):
    artifact = wandb.Api().artifact(f"{args.entity}/{args.project}/{args.name}")
    folder = pathlib.Path(artifact.download(root=args.folder, allow_missing_references=True))
    artifact.verify(args.folder)
    seen = describe(artifact)
    seen["files"] = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    seen["references"] = {
        name: entry.ref for name, entry in artifact.manifest.entries.items() if entry.ref is not None
    }
    seen["logged_by"] = artifact.logged_by().id
    seen["used_by"] = sorted(run.id for run in artifact.used_by())
    return seen


def describe(artifact):
    return {
        "name": artifact.source_name,
        "type": artifact.type,
        "digest": artifact.digest,
        "aliases": sorted(artifact.aliases),
        "description": artifact.description,
        "metadata": artifact.metadata,
        "computed": artifact.manifest.digest(),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=["log", "read"])
    parser.add_argument("path", help="entity/project/run")
    parser.add_argument("--name", required=True)
    parser.add_argument("--folder", required=True)
    args = parser.parse_args()
    args.entity, args.project, args.run = args.path.split("/")
    print(json.dumps({"log": log, "read": read}[args.work](args), ensure_ascii=False))


if __name__ == "__main__":
    main()
