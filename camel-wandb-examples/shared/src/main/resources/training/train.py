# SPDX-License-Identifier: Apache-2.0
"""A training script as anybody writes one: nothing in it knows of Camel.

    train.py ENTITY/PROJECT RUN STEPS
"""

import math
import random
import sys
import time

import wandb

entity, project = sys.argv[1].split("/")
name, steps = sys.argv[2], int(sys.argv[3])
learning_rate = random.choice([0.01, 0.02, 0.03])

with wandb.init(
    entity=entity,
    project=project,
    id=name,
    config={"lr": learning_rate, "model": {"layers": 4, "dropout": 0.1}},
    tags=["example"],
) as run:
    for step in range(steps):
        progress = math.exp(-learning_rate * step)
        metrics = {"train": {"loss": 0.1 + 2.2 * progress + random.gauss(0, 0.02), "lr": learning_rate}}
        if step % 50 == 0:
            metrics["eval"] = {"accuracy": 1 - progress}
        run.log(metrics)
        time.sleep(0.02)
    run.summary["best_accuracy"] = 1 - math.exp(-learning_rate * steps)
