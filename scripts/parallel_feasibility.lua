-- SPDX-License-Identifier: MIT
--- Which models fit one GPU together? Twelve pairs in tiers of memory, one epoch each.
---
--- A pair is feasible if both models start, neither runs out of memory, the foreground ends its
--- epoch, the background goes on, and no more than 94 % of the card is used. What a pair uses says
--- what it is fit for: below 3000 MB it is stable, up to 4000 usable, above that risky. What the
--- machine does not tell is unknown, and fails no pair. The study passes if 95 % of the pairs are
--- feasible, of twelve that is eleven. The stable ones are written to a file for the formal study:
---
---     mutlua scripts/parallel_feasibility.lua
---     mutlua scripts/concurrent_study.lua --from stable_pairs.txt
local mut = require "mutlua"
local design = require "mutlua.design"

local options = mut.options {
  pairs = { default = "all", help = "which pairs: all, pilot, or numbers such as 1,3,5-7" },
  out = { default = "stable_pairs.txt", help = "file for the stable pairs" },
}

local megabyte = 1e6
local most_of_card, stable_below, usable_to, share_needed = 0.94, 3000, 4000, 0.95

-- Memory tier, megabytes expected, what is measured, and what keeps running beside it.
local groups = {
  { "very low", 1300, "examples/mnist_ff", "pytorch_resnet_cifar10/resnet20" },
  { "low", 2000, "examples/mnist", "VulBERTa/mlp" },
  { "low", 2000, "examples/mnist", "examples/siamese" },
  { "low", 2500, "examples/mnist_rnn", "Person_reID_baseline_pytorch/pcb" },
  { "low", 2700, "examples/mnist_rnn", "MRT-OAST/default" },
  { "medium", 3000, "examples/mnist_rnn", "Person_reID_baseline_pytorch/hrnet18" },
  { "medium", 3000, "VulBERTa/mlp", "VulBERTa/cnn" },
  { "medium", 3500, "examples/siamese", "Person_reID_baseline_pytorch/pcb" },
  { "medium", 3500, "Person_reID_baseline_pytorch/pcb", "VulBERTa/mlp" },
  { "medium", 4000, "examples/mnist_ff", "Person_reID_baseline_pytorch/densenet121" },
  { "medium", 4000, "Person_reID_baseline_pytorch/pcb",
    "bug-localization-by-dnn-and-rvsm/default" },
  { "high", 5000, "Person_reID_baseline_pytorch/densenet121", "VulBERTa/mlp" },
}

--- One epoch at the defaults; a model that counts iterations keeps their default.
local function one_epoch(name)
  local model = mut.model(name):defaults()
  return model.roles.epochs == "max_iter" and model or model:with { epochs = 1 }
end

--- The most that the fullest GPU held, and what part of that GPU it is; nil where it is not known.
--- @param result mutlua.Result
--- @return number? megabytes
--- @return number? share
local function memory(result)
  local most, share
  for _, gpu in ipairs(result.energy and result.energy.detail.gpus or {}) do
    local used = gpu.assigned and gpu.peak_memory_bytes
    if used and used > (most or 0) then
      most, share = used, gpu.memory_bytes and used / gpu.memory_bytes
    end
  end
  return most and most / megabyte, share
end

--- @param result mutlua.Result
--- @return table found what became of the pair
local function judged(result)
  local outcome = result.outcome or { metrics = {} }
  local runs = result.background and result.background.models[1].runs or {}
  local started = result.outcome ~= nil and #runs > 0
  local out_of_memory = outcome.status == "out_of_memory"
  local cycling = #runs > 0
  for _, run in ipairs(runs) do
    out_of_memory = out_of_memory or run.status == "out_of_memory"
    cycling = cycling and (run.status == "completed" or run.status == "stopped")
  end
  local megabytes, share = memory(result)
  local finished = outcome.exit_code == 0
  local fits = not out_of_memory and (share or 0) < most_of_card
  local class = not (started and finished and cycling and fits) and "failed"
    or not megabytes and "unknown"
    or megabytes < stable_below and "stable" or megabytes <= usable_to and "usable" or "risky"
  return {
    started = started, out_of_memory = out_of_memory, finished = finished, cycling = cycling,
    metrics = next(outcome.metrics) ~= nil, megabytes = megabytes, share = share, class = class,
  }
end

local study = mut.study { name = "parallel_feasibility", retries = 1, range_warnings = false }
for number, group in design.select(groups, options.pairs) do
  study:add {
    block = ("group %02d"):format(number), label = group[1], factors = { group = number },
    foreground = one_epoch(group[3]), background = one_epoch(group[4]),
  }
end
local results = study:run()

local row = "%5s  %-8s  %-12s %-12s  %-7s  %-6s  %-8s  %-7s  %-7s  %8s  %7s  %7s  %s"
local lines = { row:format("group", "tier", "measured", "beside it", "started", "memory",
  "finished", "cycling", "metrics", "expected", "peak MB", "of card", "verdict") }
local function yes(value) return value and "yes" or "NO" end
local function known(form, value) return value and form:format(value) or "unknown" end
local function short(name) return (name:gsub("/default$", ""):gsub("^.*/", ""):sub(1, 12)) end

local feasible, stable = 0, {}
for _, result in ipairs(results) do
  local group, found = groups[result.factors.group], judged(result)
  if found.class ~= "failed" then feasible = feasible + 1 end
  if found.class == "stable" then stable[#stable + 1] = group[4] .. " " .. group[3] .. "\n" end
  lines[#lines + 1] = row:format(result.factors.group, group[1], short(group[3]), short(group[4]),
    yes(found.started), found.out_of_memory and "OUT" or "enough", yes(found.finished),
    yes(found.cycling), yes(found.metrics), "~" .. group[2], known("%.0f", found.megabytes),
    known("%.0f %%", found.share and 100 * found.share), found.class)
end
lines[#lines + 1] = ("%d of %d pairs are feasible, %d are known to be stable"):format(
  feasible, #results, #stable)
if #stable == 0 then
  lines[#lines + 1] = options.out .. " stays empty: a pair is stable where its memory is known"
end

local needed = math.floor(share_needed * #results + 0.5)
local passed = study:verdict(feasible >= needed, table.concat(lines, "\n"))
if passed and study.simulated then
  print(options.out .. " is not written: nothing was measured")
elseif passed then
  local file = assert(io.open(options.out, "w"))
  file:write(table.concat(stable))
  file:close()
end
