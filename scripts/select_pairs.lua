-- SPDX-License-Identifier: MIT
--- Which pairs of models fit a card together, and which of them a study could take.
---
--- Prints what each model needs alone and where that figure is from, the counts by class of all
--- pairs that fit, and then the pairs that are selected with their numbers: MB and utilisation of
--- both together. It trains nothing. `--figures either` takes what earlier sessions of the results
--- folder measured where they did. A list for another study:
---
---     mutlua scripts/select_pairs.lua --list > pairs.txt
---     mutlua scripts/concurrent_study.lua --from pairs.txt
---
--- `--draw 17567803` is one of the draws that select the twelve pairs of concurrent_study.lua.
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  select = {
    default = "hybrid", help = "which pairs of those that fit",
    choices = {
      "all", "random", "stratified", "representative", "orthogonal", "practical", "hybrid",
    },
  },
  n = { default = 12, least = 1, whole = true, help = "how many pairs" },
  draw = {
    default = 1, least = 0, whole = true,
    help = "another number, another draw, where a selection draws",
  },
  figures = {
    default = "catalogue", choices = { "catalogue", "measured", "either" },
    help = "where memory and utilisation are from",
  },
  imported = { default = false, help = "imported trials count as measured" },
  memory = { default = 7500, least = 1, help = "MB that both may need together" },
  utilisation = { default = 200, least = 1, help = "percent that both may use together" },
  list = { default = false, help = "only the selected pairs, for concurrent_study.lua --from" },
}

local models = {
  "MRT-OAST/default", "bug-localization-by-dnn-and-rvsm/default",
  "pytorch_resnet_cifar10/resnet20", "pytorch_resnet_cifar10/resnet32",
  "pytorch_resnet_cifar10/resnet44", "pytorch_resnet_cifar10/resnet56",
  "VulBERTa/mlp", "VulBERTa/cnn", "Person_reID_baseline_pytorch/densenet121",
  "Person_reID_baseline_pytorch/hrnet18", "Person_reID_baseline_pytorch/pcb",
  "examples/mnist", "examples/mnist_rnn", "examples/mnist_ff", "examples/siamese",
  "examples/word_lm",
}

-- Those whose utilisation was measured; the catalogue's other figures are expectations.
local data = {
  "examples/mnist", "Person_reID_baseline_pytorch/densenet121", "MRT-OAST/default",
}

local function chosen(select)
  return design.pairs(models, {
    select = select, n = select ~= "all" and options.n or nil, seed = options.draw, data = data,
    figures = options.figures, imported = options.imported,
    most_memory_mb = options.memory, most_gpu_percent = options.utilisation,
  })
end

if options.list then
  for _, pair in ipairs(chosen(options.select)) do
    print(pair.companion.name .. " " .. pair.varied.name)
  end
  return
end

local function figure(form, value, from, n)
  if not value then return "unknown" end
  return form:format(value) .. (from == "measured" and (" (%d trials)"):format(n) or "")
end

print("alone:")
local known = { figures = options.figures, imported = options.imported }
for _, one in ipairs(design.figures(models, known)) do
  print(("      %-42s %-20s %s"):format(one.model.name,
    figure("%5.0f MB", one.memory_mb, one.memory_from, one.memory_n),
    figure("%3.0f %%", one.gpu_percent, one.gpu_percent_from, one.gpu_percent_n)))
end

local feasible, counts = chosen("all"), {}
for _, pair in ipairs(feasible) do counts[pair.class] = (counts[pair.class] or 0) + 1 end
print(("\n%d pairs fit"):format(#feasible))
for class, count in pairs(counts) do print(("%5d  %s"):format(count, class)) end

print(("\nselected: %s"):format(options.select))
for number, pair in ipairs(chosen(options.select)) do
  print(("%4d  %5.0f MB  %3.0f %%  %-13s %-13s %s  %s"):format(number, pair.memory_mb,
    pair.gpu_percent, pair.class, pair.use, pair.kin and "kin" or "   ", pair.label))
end
