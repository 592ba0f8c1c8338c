-- SPDX-License-Identifier: MIT
--- The smallest experiment: what does a training use while another one runs beside it?
---
--- No study, no replicates: the one row that it emits stands in results/run_*/rows.jsonl.
---
---     mutlua scripts/first_steps.lua
local mut = require "mutlua"

local load = mut.background.start { mut.model "VulBERTa/mlp" }
load:settle { until_training = true }
local meter = mut.energy.begin()
local outcome = mut.spawn(mut.model "examples/mnist":with { epochs = 5 }):wait()
local energy = meter:finish()
load:stop()

mut.emit { label = "first steps", outcome = outcome, energy = energy }
