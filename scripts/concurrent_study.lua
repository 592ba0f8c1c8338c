-- SPDX-License-Identifier: MIT
--- Does training beside another model change how hyperparameters affect energy and performance?
---
--- Twelve pairs of models; per pair eleven trials: both models at their defaults, each alone, and
--- the second one at the edges of its learning rate and epochs, beside the first and alone. All
--- pairs make 132 trials per replicate. What the neighbour costs is the ratio of concurrent to
--- alone within pairs; whether hyperparameters change it, the ratios of the levels tell:
---
---     mutlua scripts/concurrent_study.lua --pairs pilot --replicates 5
---     mutlua analyze --by level,mode
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  pairs = { default = "all", help = "which pairs: all, pilot, or numbers such as 1,3,5-7" },
  replicates = {
    default = 1, least = 1, whole = true,
    help = "how often each treatment is repeated",
  },
  from = { default = "", help = "file with other pairs, such as select_pairs.lua --list gives" },
}

-- The companion, and the model that varies and is measured. Classes are by GPU memory: low is
-- below 1.5 GB, high above 3 GB. Pairs 1 to 6 are practical choices (data at hand, fit the card,
-- complement each other); 7 to 12 are stratified by class. select_pairs.lua makes such a list.
local model_pairs = {
  { "examples/mnist", "Person_reID_baseline_pytorch/densenet121" }, -- low + high, complementary
  { "examples/mnist", "MRT-OAST/default" }, -- low + medium, complementary
  { "Person_reID_baseline_pytorch/densenet121", "MRT-OAST/default" }, -- high + medium, competing
  { "examples/mnist", "examples/mnist_rnn" }, -- low + low, kin
  { "examples/mnist", "examples/mnist_ff" }, -- low + low, kin
  { "examples/mnist", "pytorch_resnet_cifar10/resnet20" }, -- low + low, across domains
  { "pytorch_resnet_cifar10/resnet44", "pytorch_resnet_cifar10/resnet56" }, -- low + low, kin
  { "examples/mnist", "VulBERTa/cnn" }, -- low + low, across domains
  { "pytorch_resnet_cifar10/resnet44", "Person_reID_baseline_pytorch/hrnet18" }, -- low + medium
  { "examples/mnist", "bug-localization-by-dnn-and-rvsm/default" }, -- low + medium
  { "examples/mnist", "Person_reID_baseline_pytorch/hrnet18" }, -- low + medium, complementary
  { "pytorch_resnet_cifar10/resnet44", "Person_reID_baseline_pytorch/densenet121" }, -- low + high
}

if options.from ~= "" then
  local file, why = io.open(options.from)
  if not file then error("--from: cannot open " .. why, 0) end
  model_pairs = {}
  for line in file:lines() do
    local companion, varied = line:match "^%s*(%S+)%s+(%S+)%s*$"
    if not varied then error(options.from .. ": no pair of models: " .. line, 0) end
    model_pairs[#model_pairs + 1] = { companion, varied }
  end
  file:close()
  if #model_pairs == 0 then error(options.from .. " names no pair of models", 0) end
end

local edges = { learning_rate = { 0.2, 5 }, epochs = { 0.5, 1.5 } } -- times the default

local study = mut.study {
  name = "concurrent_hp_study",
  order = "blocked",
  replicates = options.replicates,
}

for number, pair in design.select(model_pairs, options.pairs) do
  local companion = mut.model(pair[1]):defaults()
  local varied = mut.model(pair[2]):defaults()
  local block = ("pair %02d"):format(number)
  local kind = design.pair(companion, varied).factors -- class, use and kin, for the records

  local function add(level, mode, model, background)
    local factors = { level = level, mode = mode }
    for name, trait in pairs(kind) do factors[name] = trait end
    study:add {
      block = block, label = level, foreground = model, background = background, factors = factors,
    }
  end

  local function beside_and_alone(level, model)
    add(level, "concurrent", model, companion)
    add(level, "alone", model)
  end

  beside_and_alone("default", varied)
  add("companion", "alone", companion)
  for _, edge in ipairs(mut.boundary(varied, { "learning_rate", "epochs" }, edges)) do
    beside_and_alone(edge.label, varied:with(edge.values))
  end
end

study:run()
