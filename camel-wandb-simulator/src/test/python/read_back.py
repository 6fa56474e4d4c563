# SPDX-License-Identifier: Apache-2.0
"""Reads and changes runs with the public API of the real W&B SDK, and prints what it sees as one JSON document.

  run     everything about one run
  runs    ids of the runs of a project, a list for each of --queries (JSON objects with filters and order)
  change  sets name, notes, tags, group, some values of config and summary, uploads a file, deletes another
  delete  deletes the run
"""

import argparse
import json
import pathlib
import sys
import tempfile

import wandb


def run(api, args):
    found = api.run(args.path)
    return {
        "id": found.id,
        "name": found.name,
        "state": found.state,
        "tags": found.tags,
        "notes": found.notes,
        "group": found.group,
        "job_type": found.job_type,
        "config": found.config,
        "summary": found.summary._json_dict,
        "url": found.url,
        "last_step": found.lastHistoryStep,
        "scan": list(found.scan_history()),
        "scan_small_pages": list(found.scan_history(page_size=97)),
        "scan_window": list(found.scan_history(min_step=10, max_step=20)),
        "scan_keys": list(found.scan_history(keys=["_step", "loss.train", "comment"])),
        "sampled": found.history(samples=100, pandas=False),
        "all": found.history(samples=1_000_000, pandas=False),
        "sampled_keys": found.history(samples=1_000_000, keys=["lr", "loss.val.top5"], pandas=False),
        "files": {file.name: content(file) for file in found.files()},
        "console": [line.content if hasattr(line, "content") else str(line) for line in found.console_logs()],
    }


def content(file):
    with tempfile.TemporaryDirectory() as directory:
        data = pathlib.Path(file.download(root=directory).name).read_bytes()
    if file.size != len(data):
        raise AssertionError(f"{file.name} has {len(data)} bytes, the listing says {file.size}")
    return data.hex()


def runs(api, args):
    answers = []
    for query in args.queries:
        # Pages of one run each: a listing that loses its place is found out.
        found = api.runs(args.path, **json.loads(query), per_page=1)
        answers.append([each.id for each in found])
        if len(found) != len(answers[-1]):
            raise AssertionError(f"{query}: {answers[-1]} is not a list of {len(found)}")
    return answers


def change(api, args):
    found = api.run(args.path)
    found.name = "renamed"
    found.notes = "noted"
    found.tags = ["one", "two"]
    found.group = "regrouped"
    found.config["lr"] = 0.5
    found.config["added"] = {"deep": [1, 2]}
    del found.config["gone"]
    found.update()
    found.summary["verdict"] = "good"
    del found.summary["acc"]
    found.summary.update()
    with tempfile.TemporaryDirectory() as directory:
        report = pathlib.Path(directory) / "report.md"
        report.write_text("# well done\n", encoding="utf-8")
        found.upload_file(str(report), root=directory)
    found.file("checkpoint.txt").delete()
    return {}


def delete(api, args):
    api.run(args.path).delete()
    return {}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["run", "runs", "change", "delete"])
    parser.add_argument("path", help="entity/project[/runId]")
    parser.add_argument("--queries", nargs="+", default=["{}"])
    args = parser.parse_args()
    answer = {"run": run, "runs": runs, "change": change, "delete": delete}[args.work](wandb.Api(), args)
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
