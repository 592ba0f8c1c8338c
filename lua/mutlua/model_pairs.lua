-- SPDX-License-Identifier: MIT
--- Pairs of models that fit a card together, with what tells one kind of pair from another.
local check = require "mutlua.check"
local model = require "mutlua.model"
local pair_selections = require "mutlua.pair_selections"
local warn = require "mutlua.warn"

local M = {}

--- @class (exact) mutlua.ModelPair
--- @field label string "examples/mnist + VulBERTa/cnn"
--- @field companion mutlua.Model the one that uses the GPU less; of equal ones, the smaller
--- @field varied mutlua.Model the other one
--- @field memory_mb number of both together
--- @field gpu_percent? number of both together; absent where one of them is unknown
--- @field class string by memory: "low+low", "low+medium", ... "high+high"
--- @field use? "complementary"|"competing"|"moderate" absent where a utilisation is unknown
--- @field kin boolean both are of one repository
--- @field data integer of how many of the two there is data: 0 to 2
--- @field factors table<string, string|boolean> class, use and kin, fit for study:add

--- @class (exact) mutlua.PairOptions
--- @field select? mutlua.PairSelection "all"
--- @field n? integer how many pairs; needed by every selection but "all"
--- @field seed? integer of selections that draw; absent: the study's
--- @field most_memory_mb? number of both together; 7500, which is 94 % of a card of 8 GB
--- @field most_gpu_percent? number of both together; pairs of unknown utilisation are left out then
--- @field classes? [number, number] MB: below the first is low, above the second high; 1500, 3000
--- @field data? string[] models of which earlier measurements exist
--- @field memory_mb? table<string, number> by model: what was measured, instead of the catalogue's
--- @field gpu_percent? table<string, number> likewise

local function positive(path, value)
  if check.number(path, value) <= 0 then check.fail(path, "a number above 0", value) end
  return value
end

local options_of = check.record {
  select = check.one_of(pair_selections.names), n = check.whole(1), seed = check.whole(0),
  most_memory_mb = positive, most_gpu_percent = positive, classes = check.list(positive),
  data = check.list(check.text), memory_mb = check.map(positive), gpu_percent = check.map(positive),
}

--- @param given? mutlua.PairOptions
--- @return table
local function settings_of(given)
  local settings = options_of("design.pairs", given or {})
  settings.select = settings.select or "all"
  settings.most_memory_mb = settings.most_memory_mb or 7500
  settings.classes = settings.classes or { 1500, 3000 }
  if #settings.classes ~= 2 or settings.classes[1] > settings.classes[2] then
    check.refuse("design.pairs.classes", "expected two limits in MB, the smaller first")
  end
  if settings.select ~= "all" then check.required("design.pairs", settings, { "n" }) end
  return settings
end

--- What is known of a model.
--- @class (exact) mutlua.PairMember
--- @field model mutlua.Model
--- @field memory_mb number
--- @field gpu_percent? number
--- @field rank integer 1 low, 2 medium, 3 high
--- @field has_data boolean

--- @param one mutlua.Model
--- @param settings table
--- @param has_data table<string, boolean>
--- @return mutlua.PairMember? member nil where its memory is unknown
local function member_of(one, settings, has_data)
  local memory = (settings.memory_mb or {})[one.name] or one.memory_mb
  if not memory then return nil end
  local low, high = settings.classes[1], settings.classes[2]
  return {
    model = one, memory_mb = memory, has_data = has_data[one.name] or false,
    gpu_percent = (settings.gpu_percent or {})[one.name] or one.gpu_percent,
    rank = memory < low and 1 or memory > high and 3 or 2,
  }
end

--- Refuses names that no model of the list has: figures of them would be passed over in silence.
--- @param settings table
--- @param known string[]
local function expect_known(settings, known)
  local has = {}
  for _, name in ipairs(known) do has[name] = true end
  local function expect(field, name)
    if not has[name] then
      check.unknown("design.pairs." .. field, "the list has no model", name, known)
    end
  end
  for _, name in ipairs(settings.data or {}) do expect("data", name) end
  for _, field in ipairs { "memory_mb", "gpu_percent" } do
    for name in pairs(settings[field] or {}) do expect(field, name) end
  end
end

--- @param models (mutlua.Model|string)[]
--- @param settings table
--- @return mutlua.PairMember[]
local function members_of(models, settings)
  local found, names, has_data, unknown = {}, {}, {}, {}
  for _, name in ipairs(settings.data or {}) do has_data[name] = true end
  for i, one in ipairs(models) do
    if type(one) == "string" then one = model.model(one) end
    one = model.expect(("design.pairs.models[%d]"):format(i), one)
    names[i] = one.name
    local member = member_of(one, settings, has_data)
    if member then found[#found + 1] = member else unknown[#unknown + 1] = one.name end
  end
  expect_known(settings, names)
  if #unknown > 0 then
    warn.note("design.pairs leaves out models whose GPU memory is unknown: "
      .. table.concat(unknown, ", ") .. "; memory_mb gives it")
  end
  return found
end

local class_names = { "low", "medium", "high" }

--- @param a mutlua.PairMember
--- @param b mutlua.PairMember
--- @return boolean
local function goes_first(a, b)
  if a.gpu_percent and b.gpu_percent and a.gpu_percent ~= b.gpu_percent then
    return a.gpu_percent < b.gpu_percent
  end
  return a.memory_mb <= b.memory_mb
end

--- Complementary: one of them leaves the GPU idle for most of the time. Competing: each would use
--- it for more than half of the time.
--- @param less? number
--- @param more? number
--- @return "complementary"|"competing"|"moderate"|nil
local function use_of(less, more)
  if not less or not more then return nil end
  if less <= 25 then return "complementary" end
  return less > 50 and "competing" or "moderate"
end

--- @param a mutlua.PairMember
--- @param b mutlua.PairMember
--- @return mutlua.ModelPair
local function paired(a, b)
  if not goes_first(a, b) then a, b = b, a end
  local pair = {
    label = a.model.name .. " + " .. b.model.name, companion = a.model, varied = b.model,
    memory_mb = a.memory_mb + b.memory_mb, use = use_of(a.gpu_percent, b.gpu_percent),
    gpu_percent = a.gpu_percent and b.gpu_percent and a.gpu_percent + b.gpu_percent,
    class = class_names[math.min(a.rank, b.rank)] .. "+" .. class_names[math.max(a.rank, b.rank)],
    kin = a.model.repository == b.model.repository,
    data = (a.has_data and 1 or 0) + (b.has_data and 1 or 0),
  }
  pair.factors = { class = pair.class, use = pair.use, kin = pair.kin }
  return pair
end

--- @param pair mutlua.ModelPair
--- @param settings table
--- @return boolean
local function fits(pair, settings)
  if pair.memory_mb > settings.most_memory_mb then return false end
  local most = settings.most_gpu_percent
  return not most or (pair.gpu_percent ~= nil and pair.gpu_percent <= most)
end

--- The pairs of different models that fit a card together, or some of them.
--- @param models (mutlua.Model|string)[]
--- @param options? mutlua.PairOptions
--- @return mutlua.ModelPair[]
function M.pairs(models, options)
  if type(models) ~= "table" then check.fail("design.pairs.models", "a list of models", models) end
  local settings = settings_of(options)
  local members, feasible = members_of(models, settings), {}
  for i, a in ipairs(members) do
    for j = i + 1, #members do
      local pair = paired(a, members[j])
      if fits(pair, settings) then feasible[#feasible + 1] = pair end
    end
  end
  if #feasible == 0 then check.refuse("design.pairs", "no two of these models fit together") end
  return pair_selections.select(feasible, settings.select, settings.n, settings.seed)
end

return M
