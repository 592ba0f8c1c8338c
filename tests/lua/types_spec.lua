-- SPDX-License-Identifier: MIT
-- The annotated shapes of what scripts give, held against what the library takes: editors complete
-- every field that there is, and none that is refused.
local fakes = require "fakes"

local spec = {}

local folder = arg[0]:match("^(.*)tests/lua/[^/]*$") .. "lua/mutlua/"

local files_of_parents = { KindOptions = "pair_kinds", FigureOptions = "model_figures" }

--- Adds the fields of a class, and of those that it extends.
local function add_fields(fields, file, class)
  local inside, before = false, #fields
  for line in io.lines(folder .. file .. ".lua") do
    local title = line:match "^%-%-%- @class %(exact%) mutlua%.(%w+)"
    local parent = line:match "^%-%-%- @class %(exact%) mutlua%.%w+: mutlua%.(%w+)"
    if title then inside = title == class end
    if not line:match "^%-%-%-" then inside = false end
    if inside and parent then add_fields(fields, files_of_parents[parent], parent) end
    local field = inside and line:match "^%-%-%- @field ([%w_]+)"
    if field then fields[#fields + 1] = field end
  end
  assert(#fields > before, class .. " is not in " .. file)
end

--- The fields of a class, sorted.
local function annotated(file, class)
  local fields = {}
  add_fields(fields, file, class)
  table.sort(fields)
  return table.concat(fields, ", ")
end

--- The fields that a function says it knows, where it is given one that is like none.
local function taken(call)
  local _, message = pcall(call, { ["%%%%%%%%%%%%%%%%%%%%%%%%"] = 1 })
  local known = tostring(message):match "known: (.*)$"
  assert(known, message)
  return known
end

spec["options have the fields that are taken"] = function()
  local world = fakes.world()
  local mut, design = world.mut, require "mutlua.design"
  local model = mut.model "examples/mnist"
  local study = mut.study { name = "s" }
  local function shape(file, class, call)
    local known, fields = taken(call), annotated(file, class)
    assert(known == fields, ("%s: takes %s; says %s"):format(class, known, fields))
  end
  local read = require "mutlua.study_settings".read
  shape("study_settings", "StudyOptions", read)
  shape("study_settings", "Protocol", function(odd)
    read { name = "s", protocol = odd }
  end)
  shape("study_settings", "ExternalMeter", function(odd)
    read { name = "s", meter = odd }
  end)
  shape("study_settings", "CpuPowerModel", function(odd)
    read { name = "s", estimates = { cpu = odd } }
  end)
  shape("trials", "TrialOptions", function(odd) study:add(odd) end)
  shape("trials", "Needs", function(odd) study:add { foreground = model, needs = odd } end)
  shape("waiting", "Cooling", mut.cool)
  shape("background", "Settle", function(odd) mut.background.start(model):settle(odd) end)
  shape("training", "SpawnOptions", function(odd) mut.spawn(model, odd) end)
  shape("placement", "Placement", function(odd) model:on(odd) end)
  shape("options", "Option", function(odd) mut.options { a = odd } end)
  shape("draws", "MutationOptions", function(odd) mut.mutations(model, "all", 1, odd) end)
  shape("draws", "History", function(odd) mut.mutations(model, "all", 1, { history = odd }) end)
  shape("factorial", "FactorialOptions", function(odd) design.factorial({ a = { 1 } }, odd) end)
  shape("model_pairs", "PairOptions", function(odd) design.pairs({ model }, odd) end)
  shape("pair_kinds", "KindOptions", function(odd) design.pair(model, model, odd) end)
  shape("model_figures", "FigureOptions", function(odd) design.figures({ model }, odd) end)
  shape("precision", "PrecisionOptions", function(odd) study:until_precise(odd) end)
  shape("cell", "IntervalOptions", function(odd)
    study:cell({}):interval("energy.gpu_joules", odd)
  end)
  shape("protocol_warm", "WarmOptions", function(odd) require "mutlua.protocol_warm".with(odd) end)
end

return spec
