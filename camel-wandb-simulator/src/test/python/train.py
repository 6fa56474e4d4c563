# SPDX-License-Identifier: Apache-2.0
"""Trains nothing, but logs as a training script does, with the real W&B SDK.

Beside logging it writes down what it logged: a JSON file that a test compares with what a reader sees. Steps of work:

  train   a whole run: configuration, tags, rows of every kind, media, a saved file, console lines, a summary
  resume  more rows of a run that exists, with gaps between their steps
  rewind  throws away the rows of a run above --step and logs others
  fork    a new run that begins behind --step of the run --of
  share   rows of one of several processes that log to the same run at the same time
  fail    a run that ends with an uncaught exception (exit code 1) or, with --exit-code, with another one
"""

import argparse
import hashlib
import json
import math
import pathlib
import sys
import time

import wandb
from PIL import Image

TEXT = 'naïve "quotes", a \\ and a rocket 🚀\nand a second line'


def metrics(step, seed=0.0):
    """What the row of a step holds: plain numbers always, the odd things each at steps of their own."""
    row = {
        "loss": {"train": math.exp(-step / 100) + seed, "val": {"top1": 1 / (step + 3), "top5": 1 / (step + 1)}},
        "lr": 1.0,
        "epoch": step // 100,
        "samples_seen": 9007199254740993 + step,
        "gpu/0/memory.used": step * 0.1,
    }
    if step % 50 == 7:
        row["odd"] = {"nan": math.nan, "up": math.inf, "down": -math.inf}
        row["gradient"] = [math.nan, math.inf, -math.inf][step // 50 % 3]
    if step % 40 == 3:
        row["extremes"] = [5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, -0.1, 123456789.123456789]
        row["smallest_long"] = -(2**63)
        row["largest_long"] = 2**63 - 1
    if step % 25 == 0:
        row["comment"] = f"{TEXT} {step}"
        row["best"] = step % 2 == 0
        row["nothing"] = None
        row["list"] = [1, 2.5, "three", [4], {"five": 5}]
    return row


def media(step, directory):
    """Media of a row, and the JSON that stands for them in it. The image is a file, so that its digest is known."""
    if step % 100:
        return {}, {}
    path = directory / f"picture-{step}.png"
    Image.new("RGB", (4, 3), (step % 256, 10, 20)).save(path)
    content = path.read_bytes()
    counts, edges = [step, 2, 3], [-1.5, 0, 0.25, 4]
    digest = hashlib.sha256(content).hexdigest()
    logged = {
        "sample": wandb.Image(str(path), caption="a picture"),
        "weights": wandb.Histogram(np_histogram=(counts, edges)),
    }
    shown = {
        "sample": {
            "_type": "image-file",
            "format": "png",
            "width": 4,
            "height": 3,
            "size": len(content),
            "sha256": digest,
            "path": f"media/images/sample_{step}_{digest[:20]}.png",
            "caption": "a picture",
        },
        "weights": {"_type": "histogram", "values": counts, "bins": edges},
    }
    return logged, shown


class Truth:
    """What was logged, as a reader ought to see it."""

    def __init__(self, path):
        self.path = path
        self.value = {"rows": [], "summary": {}}

    def set(self, **entries):
        self.value.update(entries)

    def row(self, step, values):
        self.value["rows"].append({"_step": step, **values})
        merge(self.value["summary"], {"_step": step, **values})

    def summary(self, values):
        merge(self.value["summary"], values)

    def write(self):
        self.path.write_text(json.dumps(self.value, ensure_ascii=False), encoding="utf-8")


def merge(into, values):
    """The summary keeps the last value of each metric; metrics are the leaves of nested values. None removes a metric from it."""
    for key, value in values.items():
        if isinstance(value, dict) and "_type" not in value and isinstance(into.get(key), dict):
            merge(into[key], value)
        elif value is None:
            into.pop(key, None)
        else:
            into[key] = json.loads(json.dumps(value))


def train(args, truth):
    config = {
        "lr": 0.001,
        "epochs": 10,
        "model": {"name": "vit", "layers": [{"width": 64}, {"width": 128}], "dropout": None},
        "text": TEXT,
        "flag": True,
    }
    tags = ["baseline", "with space"]
    run = wandb.init(
        entity=args.entity,
        project=args.project,
        id=args.id,
        name="first light",
        notes="What we\nhope for",
        tags=tags,
        group="ablation",
        job_type="train",
        config=config,
    )
    run.config.update({"late": {"deep": 1}})
    truth.set(
        id=args.id,
        name="first light",
        notes="What we\nhope for",
        tags=tags,
        group="ablation",
        job_type="train",
        config={**config, "late": {"deep": 1}},
    )
    for step in range(args.rows):
        values = metrics(step)
        logged, shown = media(step, args.out.parent)
        # A row may come in parts; only commit ends it.
        run.log({"first_part": step}, commit=False)
        run.log({**values, **logged})
        truth.row(step, {"first_part": step, **values, **shown})
        if step % 100 == 0:
            print(f"epoch {step // 100} of {args.rows // 100}")
        if step + 1 == args.hold_after:
            while not args.go.exists():
                time.sleep(0.02)
    saved = args.out.parent / "checkpoint.txt"
    saved.write_text("weights of " + args.id, encoding="utf-8")
    run.save(str(saved), base_path=str(saved.parent), policy="now")
    truth.set(files={"checkpoint.txt": "weights of " + args.id})
    print("a warning", file=sys.stderr)
    run.summary.update({"best_loss": 0.125, "final": {"f1": 0.5, "nan": math.nan}})
    # Set by hand, NaN is sent as null; as the last value of a metric it stays NaN.
    truth.summary({"best_loss": 0.125, "final": {"f1": 0.5, "nan": None}})
    run.finish()


def resume(args, truth):
    run = wandb.init(entity=args.entity, project=args.project, id=args.id, resume="must")
    for i in range(args.rows):
        # Sparse steps: what a reader must not take for the end.
        step = run.starting_step + i * 1500
        run.log(metrics(step), step=step)
        truth.row(step, metrics(step))
    run.finish()


def rewind(args, truth):
    run = wandb.init(entity=args.entity, project=args.project, resume_from=f"{args.id}?_step={args.step}")
    branch(run, args, truth)


def fork(args, truth):
    run = wandb.init(entity=args.entity, project=args.project, id=args.id, fork_from=f"{args.of}?_step={args.step}")
    branch(run, args, truth)


def branch(run, args, truth):
    for step in range(args.step + 1, args.step + 1 + args.rows):
        run.log(metrics(step, seed=100.0))
        truth.row(step, metrics(step, seed=100.0))
    run.finish()


def share(args, truth):
    settings = wandb.Settings(mode="shared", x_label=args.label)
    run = wandb.init(entity=args.entity, project=args.project, id=args.id, settings=settings)
    for step in range(args.rows):
        run.log({"writer": args.label, **metrics(step)})
        truth.row(step, {"writer": args.label, **metrics(step)})
    run.finish()


def fail(args, truth):
    run = wandb.init(entity=args.entity, project=args.project, id=args.id)
    for step in range(args.rows):
        run.log(metrics(step))
        truth.row(step, metrics(step))
    truth.write()
    if args.exit_code:
        sys.exit(args.exit_code)
    raise RuntimeError("the loss is not a number")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["train", "resume", "rewind", "fork", "share", "fail"])
    parser.add_argument("path", help="entity/project/runId")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="file that tells what was logged")
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--hold-after", type=int, help="number of rows after which to wait for the file --go")
    parser.add_argument("--go", type=pathlib.Path)
    parser.add_argument("--step", type=int, help="last step to keep")
    parser.add_argument("--of", help="run to fork")
    parser.add_argument("--label", help="name of a process that shares its run")
    parser.add_argument("--exit-code", type=int, default=0)
    args = parser.parse_args()
    args.entity, args.project, args.id = args.path.split("/")
    truth = Truth(args.out)
    works = {"train": train, "resume": resume, "rewind": rewind, "fork": fork, "share": share, "fail": fail}
    works[args.work](args, truth)
    truth.write()


if __name__ == "__main__":
    main()
