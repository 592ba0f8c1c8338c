-- SPDX-License-Identifier: MIT
--- Does everything work? Eleven models for one epoch, each alone and then beside a companion.
---
--- On the real models in a quarter of an hour. It passes if every training ends as it should, with
--- its metrics in the log: then it says so and exits with 0. Else the lines with FAILED say why.
---
---     mutlua scripts/quick_validation.lua --which pilot
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  which = { default = "all", help = "which models: all, pilot, or numbers such as 1,3,5-7" },
}

-- What is validated, and the companion that keeps the GPU busy beside it.
local models = {
  { "MRT-OAST/default", "examples/mnist_rnn" },
  { "bug-localization-by-dnn-and-rvsm/default", "Person_reID_baseline_pytorch/pcb" },
  { "pytorch_resnet_cifar10/resnet20", "examples/mnist_ff" },
  { "VulBERTa/mlp", "examples/mnist" },
  { "Person_reID_baseline_pytorch/densenet121", "VulBERTa/mlp" },
  { "Person_reID_baseline_pytorch/hrnet18", "examples/mnist_rnn" },
  { "Person_reID_baseline_pytorch/pcb", "examples/mnist_rnn" },
  { "examples/mnist", "VulBERTa/mlp" },
  { "examples/mnist_rnn", "Person_reID_baseline_pytorch/pcb" },
  { "examples/mnist_ff", "Person_reID_baseline_pytorch/densenet121" },
  { "examples/siamese", "Person_reID_baseline_pytorch/pcb" },
}

--- A model that trains one epoch; the one that counts iterations trains 500 of them.
local function briefly(name)
  local model = mut.model(name):defaults()
  local counts_iterations = model.roles.epochs == "max_iter"
  return model:with(counts_iterations and { max_iter = 500 } or { epochs = 1 })
end

local study = mut.study { name = "quick_validation", retries = 1, range_warnings = false }
for _, pair in design.select(models, options.which) do
  study:add { label = "alone", foreground = briefly(pair[1]), factors = { model = pair[1] } }
end
for _, pair in design.select(models, options.which) do
  local name, companion = pair[1], pair[2]
  study:add {
    label = "beside " .. companion, foreground = briefly(name), background = briefly(companion),
    factors = { model = name },
  }
end

--- @param result mutlua.Result
--- @return string cell such as "ok, 3 metrics, 12.1 s"
local function cell(result)
  if not result.valid then return "FAILED: " .. (result.reason or "unknown") end
  local metrics = 0
  for _ in pairs(result.outcome.metrics) do metrics = metrics + 1 end
  return ("ok, %d metrics, %.1f s"):format(metrics, result.outcome.duration_seconds)
end

local failed, lines = 0, {}
for _, result in ipairs(study:run()) do
  if not result.valid then failed = failed + 1 end
  lines[#lines + 1] = ("%-42s %-48s %s"):format(result.factors.model, result.label, cell(result))
end
lines[#lines + 1] = failed == 0 and "Everything works." or failed .. " trials do not work."
study:verdict(failed == 0, table.concat(lines, "\n"))
