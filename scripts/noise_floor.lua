-- SPDX-License-Identifier: MIT
--- How large a difference does this machine show where there is none?
---
--- A/A: the same training under two names, A and A'. Each replicate measures both, and each second
--- one in the mirrored order (ABBA), so that linear drift cancels. Whatever differs between the
--- names is noise, and an effect of another study that is no larger was not seen. It also gives
--- the spread that sizes that study: docs/designing-studies.md. 2 names x 10 replicates make 20
--- trials per model. For each model it prints the mean difference of the names, and the spread of
--- a pair's difference, which is 1.41 times that of a trial:
---
---     mutlua scripts/noise_floor.lua --which 1
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  which = { default = "pilot", help = "which models: all, pilot, or numbers such as 1,3" },
  replicates = {
    default = 10, least = 2, whole = true,
    help = "how often each name is repeated; even, for whole ABBAs",
  },
  epochs = {
    default = 0, least = 0, whole = true,
    help = "epochs of each training; 0: the catalogue's default",
  },
}

local models = {
  "examples/mnist", "pytorch_resnet_cifar10/resnet20", "Person_reID_baseline_pytorch/densenet121",
  "VulBERTa/mlp", "MRT-OAST/default",
}

local study = mut.study {
  name = "noise floor",
  order = "abba",
  replicates = options.replicates,
  range_warnings = false, -- a short rehearsal trains less than any range says
}

--- The relative differences of a model's pairs, A' against A: their mean and standard deviation.
local function spread(results, read)
  local pairs_of, differences, sum = {}, {}, 0
  for _, result in ipairs(results) do
    local pair = pairs_of[result.replicate] or {}
    pairs_of[result.replicate] = pair
    pair[result.factors.name] = result.valid and read(result) or nil
  end
  for replicate = 1, options.replicates do
    local pair = pairs_of[replicate] or {}
    if pair["A"] and pair["A'"] then
      differences[#differences + 1] = pair["A'"] / pair["A"] - 1
      sum = sum + differences[#differences]
    end
  end
  local mean, squares = sum / #differences, 0
  for _, difference in ipairs(differences) do squares = squares + (difference - mean) ^ 2 end
  return #differences, mean, math.sqrt(squares / (#differences - 1))
end

local function report(model, what, results, read)
  local n, mean, deviation = spread(results, read)
  if n < 2 then return print(("%s, %s: fewer than two whole pairs"):format(model, what)) end
  print(("%s, %s: A' against A %+.2f %%, sd of a pair's difference %.2f %%, n = %d"):format(
    model, what, 100 * mean, 100 * deviation, n))
end

local chosen = {}
for _, name in design.select(models, options.which) do
  chosen[#chosen + 1] = name
  local model = mut.model(name)
  if options.epochs > 0 then model = model:with_roles { epochs = options.epochs } end
  for number, arm in ipairs { "A", "A'" } do
    study:add {
      block = name, label = arm, factors = { name = arm },
      foreground = model:defaults():recording { arm = number }, -- else the two were one trial
    }
  end
end

local of_model = {}
for _, result in ipairs(study:run()) do
  of_model[result.block] = of_model[result.block] or {}
  table.insert(of_model[result.block], result)
end
for _, name in ipairs(chosen) do
  report(name, "seconds", of_model[name] or {}, function(result)
    return result.outcome and result.outcome.duration_seconds
  end)
  report(name, "GPU joules", of_model[name] or {}, function(result)
    return result.energy and result.energy.gpu_joules
  end)
end
