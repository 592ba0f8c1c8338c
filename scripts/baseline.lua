-- SPDX-License-Identifier: MIT
--- What does each model use when it trains alone?
---
--- Every model of the list at the catalogue's defaults, n times, in complete randomised blocks:
--- each replicate measures every model once, in an order of its own, so that drift meets all of
--- them alike. The idle power is read before the first trial, so that what the machine would have
--- used anyway can be taken off. 14 models x 10 replicates make 140 trials. The means, with their
--- intervals, model by model:
---
---     mutlua scripts/baseline.lua --which pilot --replicates 5
---     mutlua analyze --by model
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  which = { default = "all", help = "which models: all, pilot, or numbers such as 1,3,5-7" },
  replicates = { default = 10, least = 1, whole = true, help = "how often each is repeated" },
  epochs = {
    default = 0, least = 0, whole = true,
    help = "epochs of each training; 0: the catalogue's default",
  },
}

local models = {
  "examples/mnist", "examples/mnist_rnn", "examples/mnist_ff", "examples/siamese",
  "pytorch_resnet_cifar10/resnet20", "pytorch_resnet_cifar10/resnet32",
  "pytorch_resnet_cifar10/resnet44", "pytorch_resnet_cifar10/resnet56",
  "Person_reID_baseline_pytorch/densenet121", "Person_reID_baseline_pytorch/hrnet18",
  "Person_reID_baseline_pytorch/pcb", "VulBERTa/mlp", "MRT-OAST/default",
  "bug-localization-by-dnn-and-rvsm/default",
}

local study = mut.study {
  name = "baseline",
  order = "blocked",
  replicates = options.replicates,
  idle_per_block = true,
  range_warnings = false, -- a short rehearsal trains less than any range says
}

for _, name in design.select(models, options.which) do
  local model = mut.model(name)
  if options.epochs > 0 then model = model:with_roles { epochs = options.epochs } end
  study:add { label = name, foreground = model:defaults(), factors = { model = name } }
end

study:run()
