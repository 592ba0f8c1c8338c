-- SPDX-License-Identifier: MIT
--- What tells one kind of pair of models from another.
local check = require "mutlua.check"
local model_figures = require "mutlua.model_figures"

local M = {}

--- @class (exact) mutlua.ModelPair
--- @field label string "examples/mnist + VulBERTa/cnn"
--- @field companion mutlua.Model the one that uses the GPU less; of equal ones, the smaller
--- @field varied mutlua.Model the other one
--- @field memory_mb? number of both together; absent where one of them is unknown
--- @field gpu_percent? number of both together; likewise
--- @field class? string by memory: "low+low", "low+medium", ... "high+high"; likewise
--- @field use? "complementary"|"competing"|"moderate" absent where a utilisation is unknown
--- @field kin boolean both are of one repository
--- @field data integer of how many of the two there is data: 0 to 2
--- @field factors table<string, string|boolean> class, use and kin, fit for study:add

--- @class (exact) mutlua.KindOptions: mutlua.FigureOptions
--- @field classes? [number, number] MB: below the first is low, above the second high; 1500, 3000
--- @field data? string[] models of which there is data; those that were measured count too

--- The checks of these options.
M.fields = { classes = check.list(check.positive), data = check.list(check.text) }
for name, field in pairs(model_figures.fields) do M.fields[name] = field end

--- Fills the limits of classes in.
--- @param path string
--- @param settings table
--- @return table settings
function M.with_classes(path, settings)
  settings.classes = settings.classes or { 1500, 3000 }
  if #settings.classes ~= 2 or settings.classes[1] > settings.classes[2] then
    check.refuse(path .. ".classes", "expected two limits in MB, the smaller first")
  end
  return settings
end

--- What is known of a model.
--- @class (exact) mutlua.PairMember
--- @field model mutlua.Model
--- @field memory_mb? number
--- @field gpu_percent? number
--- @field rank? integer 1 low, 2 medium, 3 high
--- @field has_data boolean

--- The figures of models as a pair needs them, in the order of the models.
--- @param path string
--- @param models (mutlua.Model|string)[]
--- @param settings table
--- @return mutlua.PairMember[]
function M.members(path, models, settings)
  local low, high = settings.classes[1], settings.classes[2]
  local has_data, members, known = {}, {}, {}
  for _, name in ipairs(settings.data or {}) do has_data[name] = true end
  for i, figures in ipairs(model_figures.of(path, models, settings)) do
    local memory, name = figures.memory_mb, figures.model.name
    known[i] = figures.model
    members[i] = {
      model = figures.model, memory_mb = memory, gpu_percent = figures.gpu_percent,
      rank = memory and (memory < low and 1 or memory > high and 3 or 2),
      has_data = has_data[name] or figures.memory_n + figures.gpu_percent_n > 0,
    }
  end
  model_figures.expect_known(path .. ".data", known, has_data)
  return members
end

local class_names = { "low", "medium", "high" }

--- Complementary: one of them leaves the GPU idle for most of the time. Competing: each would use
--- it for more than half of the time.
--- @param a? number
--- @param b? number
--- @return "complementary"|"competing"|"moderate"|nil
local function use_of(a, b)
  if not a or not b then return nil end
  if math.min(a, b) <= 25 then return "complementary" end
  return math.min(a, b) > 50 and "competing" or "moderate"
end

--- @param a mutlua.PairMember
--- @param b mutlua.PairMember
--- @return string?
local function class_of(a, b)
  if not a.rank or not b.rank then return nil end
  return class_names[math.min(a.rank, b.rank)] .. "+" .. class_names[math.max(a.rank, b.rank)]
end

--- Two models as a pair, in these roles.
--- @param companion mutlua.PairMember
--- @param varied mutlua.PairMember
--- @return mutlua.ModelPair
function M.paired(companion, varied)
  local a, b = companion, varied
  local pair = {
    label = a.model.name .. " + " .. b.model.name, companion = a.model, varied = b.model,
    memory_mb = a.memory_mb and b.memory_mb and a.memory_mb + b.memory_mb,
    gpu_percent = a.gpu_percent and b.gpu_percent and a.gpu_percent + b.gpu_percent,
    class = class_of(a, b), use = use_of(a.gpu_percent, b.gpu_percent),
    kin = a.model.repository == b.model.repository,
    data = (a.has_data and 1 or 0) + (b.has_data and 1 or 0),
  }
  pair.factors = { class = pair.class, use = pair.use, kin = pair.kin }
  return pair
end

local options_of = check.record(M.fields)

--- What kind of pair two models are, in these roles, whether they fit or not.
--- @param companion mutlua.Model|string
--- @param varied mutlua.Model|string
--- @param options? mutlua.KindOptions
--- @return mutlua.ModelPair
function M.pair(companion, varied, options)
  local settings = M.with_classes("design.pair", options_of("design.pair", options or {}))
  local two = { companion or false, varied or false }
  return M.paired(unpack(M.members("design.pair", two, settings)))
end

return M
