# SPDX-License-Identifier: Apache-2.0
"""What the operations of a route are compared with: the real W&B SDK writes what they read, and reads what they wrote. Writes JSON.

  log   a sweep, a report, a run with a table, and a run of another sweep with configuration, rows, system metrics, console lines and a file; tells
        what its public API says of them
  read  what its public API says of the runs edited, made, rewound, stopped and deleted, of the sweep that was paused and of all projects
"""

import argparse
import json
import pathlib
import tempfile
import time

import wandb
import wandb_workspaces.reports.v2 as reports
from wandb.sdk.launch.api import LaunchApi


def log(args, directory):
    run = wandb.init(
        entity=args.entity,
        project=args.project,
        id="logged",
        name="by the SDK",
        notes="noted",
        tags=["one", "two"],
        group="g",
        job_type="train",
        config={"lr": 0.1, "model": {"depth": 3}},
        settings=wandb.Settings(sweep_id="s1", x_stats_sampling_interval=0.1),
    )
    for step in range(30):
        run.log({"loss": 1 / (step + 1), "acc": {"train": step / 30}, "text": f"naïve {step}"})
    print("a line of the console")
    saved = directory / "folder" / "saved.txt"
    saved.parent.mkdir()
    saved.write_text("saved by the SDK", encoding="utf-8")
    run.save(saved, base_path=directory, policy="now")
    run.summary["verdict"] = "good"
    time.sleep(0.5)  # for the system metrics
    run.finish()
    with wandb.init(entity=args.entity, project=args.project, id="tabled") as tabled:
        tabled.log({"predictions": wandb.Table(columns=["id", "score"], data=[[1, 0.5], [2, 0.75]])})
    made = wandb.sweep(
        {"name": "search", "method": "bayes", "metric": {"name": "loss", "goal": "minimize"}, "parameters": {"lr": {"min": 0.01, "max": 0.1}}},
        entity=args.entity,
        project=args.project,
    )
    reports.Report(entity=args.entity, project=args.project, title="What we learned", description="so far").save()
    api = wandb.Api()
    seen = api.run(f"{args.entity}/{args.project}/logged")
    sweep = api.sweep(f"{args.entity}/{args.project}/s1")
    return {
        "run": description(seen),
        "metadata": seen.metadata,
        "scan": list(seen.scan_history()),
        "sampled": seen.history(samples=10, keys=["loss"], pandas=False),
        "system": seen.history(stream="system", samples=1000, pandas=False),
        "files": {file.name: [file.size, file.md5] for file in seen.files()},
        "runs": [each.id for each in api.runs(f"{args.entity}/{args.project}", filters={"tags": "one"})],
        "projects": [each.name for each in api.projects(args.entity)],
        "sweep": {"id": sweep.id, "state": sweep.state, "method": sweep.config["method"], "runs": len(sweep.runs)},
        "made": made,
        "reports": [report.display_name for report in api.reports(f"{args.entity}/{args.project}")],
        "viewer": api.viewer.username,
        "entity": api.default_entity,
    }


def read(args, directory):
    api = wandb.Api()
    launch = LaunchApi()
    seen = {}
    for run_id in ["edited", "made", "rewound", "stopped"]:
        run = api.run(f"{args.entity}/{args.project}/{run_id}")
        seen[run_id] = {
            **description(run),
            "scan": list(run.scan_history()),
            "files": {file.name: content(file, directory / run_id) for file in run.files()},
            "stopped": launch.check_stop_requested(args.project, args.entity, run_id),
        }
    try:
        api.run(f"{args.entity}/{args.project}/deleted")
        seen["deleted"] = "is there"
    except wandb.errors.CommError as error:
        seen["deleted"] = str(error)
    seen["paused"] = [each.state for each in api.project(args.project, args.entity).sweeps() if each.name == "search"]
    seen["projects"] = [each.name for each in api.projects(args.entity)]
    return seen


def description(run):
    return {
        "id": run.id,
        "name": run.name,
        "state": run.state,
        "tags": run.tags,
        "notes": run.notes,
        "group": run.group,
        "job_type": run.job_type,
        "config": run.config,
        "summary": run.summary._json_dict,
        "last_step": run.lastHistoryStep,
        "url": run.url,
    }


def content(file, directory):
    return pathlib.Path(file.download(root=directory).name).read_text(encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["log", "read"])
    parser.add_argument("path", help="entity/project")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="a file for the JSON, because what is printed goes to the console of the run")
    args = parser.parse_args()
    args.entity, args.project = args.path.split("/")
    with tempfile.TemporaryDirectory() as directory:
        answer = {"log": log, "read": read}[args.work](args, pathlib.Path(directory))
    args.out.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
