# SPDX-License-Identifier: Apache-2.0
"""Does what training scripts and notebooks do beside logging numbers, with the real W&B SDK, and prints what came of it as JSON.

  log       metrics with a step and a summary of their own, a table, an artifact, an alert, files with odd names, late edits
  refusals  what a server refuses, and how the SDK says so
"""

import argparse
import json
import pathlib
import sys
import tempfile

import wandb

FILES = ["with space.txt", "100%.txt", "x%20y.txt", "a+b&c=d.txt", "q?#1.txt", "semi;colon.txt", "back\\slash.txt", "naïve/é.txt"]


def log(args, directory):
    run = wandb.init(entity=args.entity, project=args.project, id=args.id, config={"lr": 1, "kept": [1, 2]}, tags=["early"])
    run.define_metric("acc", summary="max")
    run.define_metric("val/*", step_metric="epoch")
    for epoch, acc in enumerate([0.25, 0.75, 0.5]):
        run.log({"acc": acc, "epoch": epoch, "val/loss": -epoch})
    run.log({"first": 1}, step=100)
    run.log({"second": 2}, step=100)
    run.log({"too late": 3}, step=50)
    run.log({"table": wandb.Table(columns=["id", "text"], data=[[1, "x"], [2, "é"]]), "page": wandb.Html("<b>hi</b>")})
    run.alert("careful", "it is hot", level="WARN", wait_duration=1)
    dataset = wandb.Artifact("digits", "dataset", description="of hands", metadata={"rows": 2})
    write(dataset, "train.txt", "0 1")
    run.log_artifact(dataset, aliases=["best"], tags=["small"]).wait()
    more = run.use_artifact("digits:best").new_draft()
    write(more, "test.txt", "2")
    run.log_artifact(more).wait()
    for name in FILES:
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("in " + name, encoding="utf-8")
        run.save(path, base_path=directory, policy="now")
    run.config.update({"lr": 2}, allow_val_change=True)
    run.tags += ("late",)
    run.notes = "noted"
    run.finish()
    return seen(args, wandb.Api(), directory / "seen")


def write(artifact, name, text):
    with artifact.new_file(name) as file:
        file.write(text)


def seen(args, api, directory):
    run = api.run(args.path)
    project = f"{args.entity}/{args.project}"
    digits = api.artifact(f"{project}/digits:latest")
    digits.aliases.append("prod")
    digits.tags.append("large")
    digits.save()
    folder = pathlib.Path(digits.download(root=directory / "digits"))
    return {
        "config": run.config,
        "tags": run.tags,
        "notes": run.notes,
        "acc": run.summary._json_dict["acc"],
        "steps": [row["_step"] for row in run.scan_history()],
        "at_100": [row for row in run.scan_history(keys=["first", "second"])],
        "types": {key: value["typeCounts"][0]["type"] for key, value in run.history_keys["keys"].items()},
        "val": run.history(keys=["val/loss"], x_axis="epoch", pandas=False),
        "table": api.artifact(f"{project}/run-{args.id}-table:latest").get("table").data,
        "files": {name: content(run.file(name), directory) for name in FILES},
        "digits": {path.name: path.read_text() for path in sorted(folder.iterdir())},
        "prod": describe(api.artifact(f"{project}/digits:prod")),
        "best": describe(api.artifact(f"{project}/digits:best")),
        "logged": sorted(each.name for each in run.logged_artifacts()),
        "used": [each.name for each in run.used_artifacts()],
        "metadata": sorted(run.metadata),
        "system": [key for row in run.history(stream="system", pandas=False) for key in row],
    }


def describe(artifact):
    return [artifact.version, artifact.description, artifact.metadata, sorted(artifact.aliases), sorted(artifact.tags)]


def content(file, directory):
    return pathlib.Path(file.download(root=directory).name).read_text(encoding="utf-8")


def refusals(args, _):
    api = wandb.Api()
    project = f"{args.entity}/{args.project}"

    def init(**settings):
        wandb.init(**{"entity": args.entity, "project": args.project, **settings}).finish()

    return {
        "a run that is not there": outcome(lambda: api.run(project + "/none")),
        "a project that is not there": outcome(lambda: len(api.runs(args.entity + "/none"))),
        "a wrong key": outcome(lambda: wandb.Api(api_key="x" * 40)),
        "a bad filter": outcome(lambda: len(api.runs(project, filters={"summary.loss": 1}))),
        "must resume nothing": outcome(lambda: init(id="none", resume="must")),
        "may resume nothing": outcome(lambda: init(id="new", resume="allow")),
        "never resume something": outcome(lambda: init(id="new", resume="never")),
        "the id of a deleted run": outcome(lambda: init(id="deleted")),
        "rewind a live run": outcome(lambda: init(resume_from="live?_step=0")),
        "an entity that is not there": outcome(lambda: init(entity="nobody", id="other")),
    }


def outcome(action):
    try:
        action()
        return "fine"
    except Exception as error:  # whatever the SDK raises is the answer
        return f"{type(error).__name__}: {error}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["log", "refusals"])
    parser.add_argument("path", help="entity/project/runId")
    args = parser.parse_args()
    args.entity, args.project, args.id = args.path.split("/")
    with tempfile.TemporaryDirectory() as directory:
        answer = {"log": log, "refusals": refusals}[args.work](args, pathlib.Path(directory))
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
