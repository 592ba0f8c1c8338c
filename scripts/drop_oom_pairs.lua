-- SPDX-License-Identifier: MIT
--- Which pairs of models share the card, and what does sharing cost those that do?
---
--- First every pair is probed: a single short training beside the other model. A pair of which one
--- runs out of memory is dropped, and no hours are spent on it. Each pair that is left is measured
--- beside its companion and alone, in complete randomised blocks. 6 pairs make 6 probes, and 2 x
--- replicates trials for each that fits: 66 where all do. A probe that ran out of memory stays on
--- record as a trial that does not count, so the study then ends with exit status 1. What sharing
--- costs is the ratio of concurrent to alone, pair by pair:
---
---     mutlua scripts/drop_oom_pairs.lua --pairs 1,3
---     mutlua analyze --by block,mode
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  pairs = { default = "all", help = "which pairs: all, pilot, or numbers such as 1,3,5-7" },
  replicates = {
    default = 5, least = 1, whole = true,
    help = "how often each arm of a pair is repeated",
  },
  epochs = {
    default = 0, least = 0, whole = true,
    help = "epochs of each training; 0: the catalogue's default",
  },
}

-- The load, and the model that is measured.
local model_pairs = {
  { "examples/mnist", "Person_reID_baseline_pytorch/densenet121" },
  { "Person_reID_baseline_pytorch/densenet121", "MRT-OAST/default" },
  { "pytorch_resnet_cifar10/resnet44", "Person_reID_baseline_pytorch/hrnet18" },
  { "Person_reID_baseline_pytorch/hrnet18", "Person_reID_baseline_pytorch/densenet121" },
  { "VulBERTa/mlp", "Person_reID_baseline_pytorch/pcb" },
  { "pytorch_resnet_cifar10/resnet56", "VulBERTa/mlp" },
}

local study = mut.study {
  name = "pairs that fit",
  order = "blocked",
  range_warnings = false, -- a probe trains less than any range says
}

--- @param name string
--- @param epochs integer 0: the catalogue's default
--- @return mutlua.Model
local function trained(name, epochs)
  local model = mut.model(name)
  if epochs > 0 then model = model:with_roles { epochs = epochs } end
  return model:defaults()
end

--- Whether either side ran out of memory.
--- @param result mutlua.Result
--- @return boolean
local function ran_out(result)
  for _, outcome in ipairs(result.outcomes) do
    if outcome.status == "out_of_memory" then return true end
  end
  for _, load in ipairs(result.background and result.background.models or {}) do
    for _, run in ipairs(load.runs) do
      if run.status == "out_of_memory" then return true end
    end
  end
  return false
end

local probed = {}
for number, pair in design.select(model_pairs, options.pairs) do
  study:add {
    block = "probes", label = ("pair %02d"):format(number), factors = { mode = "probe" },
    foreground = trained(pair[2], 1), background = trained(pair[1], 0),
  }
  probed[#probed + 1] = { number = number, load = pair[1], measured = pair[2] }
end

for i, result in ipairs(study:run()) do
  local pair = probed[i]
  local block = ("pair %02d"):format(pair.number)
  if ran_out(result) then
    print(("%s is dropped: %s and %s do not fit together"):format(block, pair.load, pair.measured))
  else
    local model = trained(pair.measured, options.epochs)
    study:add {
      block = block, label = "beside", replicates = options.replicates,
      foreground = model, background = trained(pair.load, 0), factors = { mode = "concurrent" },
    }
    study:add {
      block = block, label = "alone", replicates = options.replicates,
      foreground = model, factors = { mode = "alone" },
    }
  end
end

study:run()
