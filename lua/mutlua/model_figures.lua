-- SPDX-License-Identifier: MIT
--- What models need of a GPU when they train alone: as the catalogue expects it, or as earlier
--- sessions measured it.
local check = require "mutlua.check"
local descriptions = require "mutlua.descriptions"
local door = require "mutlua.door"
local model = require "mutlua.model"

local M = {}

--- @alias mutlua.FigureSource "given"|"measured"|"catalogue"

--- @class (exact) mutlua.ModelFigures
--- @field model mutlua.Model
--- @field memory_mb? number absent where it is unknown; MB of 1,000,000 bytes
--- @field memory_from? mutlua.FigureSource
--- @field memory_n integer of how many trials it is the median; 0 where it is not measured
--- @field gpu_percent? number absent where it is unknown
--- @field gpu_percent_from? mutlua.FigureSource
--- @field gpu_percent_n integer likewise

--- @class (exact) mutlua.FigureOptions
--- @field figures? "catalogue"|"measured"|"either" either: measured where it was; "catalogue"
--- @field imported? boolean imported trials count as measured; false
--- @field memory_mb? table<string, number> by model: wins over all else
--- @field gpu_percent? table<string, number> likewise

--- The checks of these options.
M.fields = {
  figures = check.one_of { "catalogue", "measured", "either" }, imported = check.boolean,
  memory_mb = check.map(check.positive), gpu_percent = check.map(check.positive),
}

--- @param models (mutlua.Model|string)[]
--- @param path string
--- @return mutlua.Model[]
local function models_of(models, path)
  if type(models) ~= "table" then check.fail(path, "a list of models", models) end
  return check.list(function(each, one)
    return model.expect(each, type(one) == "string" and model.model(one) or one)
  end)(path, models)
end

--- Refuses names that no model of the list has: figures of them would be passed over in silence.
--- @param path string
--- @param models mutlua.Model[]
--- @param names table<string, any>
function M.expect_known(path, models, names)
  local known = {}
  for i, one in ipairs(models) do known[i], known[one.name] = one.name, true end
  for name in pairs(names) do
    if not known[name] then check.unknown(path, "the list has no model", name, known) end
  end
end

--- Puts a figure into a record, the first that is known.
--- @param record table
--- @param name "memory_mb"|"gpu_percent"
--- @param prefix "memory"|"gpu_percent"
--- @param candidates [mutlua.FigureSource, number?][]
local function choose(record, name, prefix, candidates)
  for _, candidate in ipairs(candidates) do
    if candidate[2] then
      record[name], record[prefix .. "_from"] = candidate[2], candidate[1]
      return
    end
  end
end

--- @param one mutlua.Model
--- @param options mutlua.FigureOptions
--- @return mutlua.ModelFigures
local function figures_of(one, options)
  local source = options.figures or "catalogue"
  local used = { memory_bytes = { n = 0 }, gpu_percent = { n = 0 } }
  if source ~= "catalogue" then
    used = door.perform("measured_use", {
      model = descriptions.of(one), imported = options.imported or false,
    })
  end
  local catalogues = source ~= "measured" and one or {}
  local memory, percent = used.memory_bytes, used.gpu_percent
  local record = { model = one, memory_n = memory.n, gpu_percent_n = percent.n }
  choose(record, "memory_mb", "memory", {
    { "given", (options.memory_mb or {})[one.name] },
    { "measured", memory.median and memory.median / 1e6 },
    { "catalogue", catalogues.memory_mb },
  })
  choose(record, "gpu_percent", "gpu_percent", {
    { "given", (options.gpu_percent or {})[one.name] },
    { "measured", percent.median },
    { "catalogue", catalogues.gpu_percent },
  })
  return record
end

--- The figures of some models, with where each is from.
--- @param path string
--- @param models (mutlua.Model|string)[]
--- @param options mutlua.FigureOptions
--- @return mutlua.ModelFigures[]
function M.of(path, models, options)
  local read = models_of(models, path .. ".models")
  M.expect_known(path .. ".memory_mb", read, options.memory_mb or {})
  M.expect_known(path .. ".gpu_percent", read, options.gpu_percent or {})
  local list = {}
  for i, one in ipairs(read) do list[i] = figures_of(one, options) end
  return list
end

local options_of = check.record(M.fields)

--- What models need of a GPU when they train alone, and where each figure is from.
--- @param models (mutlua.Model|string)[]
--- @param options? mutlua.FigureOptions
--- @return mutlua.ModelFigures[] in the order of the models
function M.figures(models, options)
  return M.of("design.figures", models, options_of("design.figures", options or {}))
end

return M
