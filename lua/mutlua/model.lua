-- SPDX-License-Identifier: MIT
--- Models: a catalogue's entry, and the hyperparameters that a training of it is passed.
---
--- A model is never changed: with, defaults, recording and on give a new one.
local check = require "mutlua.check"
local door = require "mutlua.door"
local methods = require "mutlua.methods"
local multiples = require "mutlua.multiples"
local placement = require "mutlua.placement"
local ranges = require "mutlua.ranges"
local roles = require "mutlua.roles"
local values = require "mutlua.values"

local M = {}

--- @class (exact) mutlua.Hyperparameter
--- @field name string
--- @field flag string the command-line flag that passes it
--- @field type "int"|"float"
--- @field default? number
--- @field low? number
--- @field high? number
--- @field distribution? "uniform"|"log_uniform"
--- @field zero_probability? number how often 0 is drawn, 0 to 1

--- @class (exact) mutlua.Model
--- @field name string "repository/model"
--- @field repository string
--- @field model string
--- @field hyperparameters mutlua.Hyperparameter[] in the catalogue's order
--- @field metrics string[] what its log is read for
--- @field roles table<string, string> which hyperparameter plays "learning_rate", "epochs", ...
--- @field memory_mb? number GPU memory it needs, in MB
--- @field gpu_percent? number GPU utilisation when alone
--- @field seconds_per_epoch? number
--- @field values mutlua.Pair[] what is passed, in the order of the arguments
--- @field explicit string[] the names that model:with has given
--- @field gpus? (integer|string)[] where it is placed; absent: where the trial is
--- @field recorded mutlua.Pair[] what its record says beside the values, and no training is passed
--- @field listed boolean the script has given the order of the arguments
local Model = {}

--- The key under which a model holds what all models of its entry have in common: a study may have
--- a hundred thousand of them.
local origin = {}

--- @param model mutlua.Model
--- @param name any
--- @return any
function Model.__index(model, name)
  local method = Model[name]
  if method ~= nil then return method end
  local common = rawget(model, origin)
  return common and common[name]
end

--- Called before the whole of a model is walked through.
function Model.__whole(model)
  local common = rawget(model, origin) or {}
  model[origin] = nil
  for name, value in next, common do
    if rawget(model, name) == nil then model[name] = value end
  end
end

--- Lists of names that go on from one: models that are given the same names share theirs, which
--- nobody changes.
local longer = setmetatable({}, { __mode = "k" })

--- @param names string[]
--- @param name string
--- @return string[] names with that one at the end; these, if they have it
local function with_name(names, name)
  for _, known in ipairs(names) do
    if known == name then return names end
  end
  longer[names] = longer[names] or {}
  local list = longer[names][name]
  if not list then
    list = { unpack(names) }
    list[#list + 1] = name
    longer[names][name] = list
  end
  return list
end

--- @param model mutlua.Model
--- @param changes table
--- @return mutlua.Model
local function changed(model, changes)
  for key, value in next, model do -- in any order; pairs would sort them
    if changes[key] == nil then changes[key] = value end
  end
  return setmetatable(changes, Model)
end

--- @param entry table the catalogue's entry, as the door replies
--- @return mutlua.Model
local function from_catalogue(entry)
  entry.roles, entry.values, entry.explicit = entry.roles or {}, {}, {}
  entry.recorded, entry.listed = {}, false
  return setmetatable({ [origin] = entry }, Model)
end

--- Looks a model up in the catalogue. It passes nothing: the training's own defaults hold.
--- @param name string "repository/model"
--- @return mutlua.Model
function M.model(name)
  check.text("mut.model", name)
  return from_catalogue(door.perform("model", { name = name }))
end

--- Defines a model of the script's own, with the fields that a catalogue file has.
--- @param definition mutlua.Definition
--- @return mutlua.Model
function M.define(definition)
  if type(definition) ~= "table" then check.fail("mut.define", "a table", definition) end
  check.required("mut.define", definition, { "name" })
  check.fill(definition)
  return from_catalogue(door.perform("define", definition))
end

--- Passes these values, and keeps the others that are passed already.
---
--- A map's values stand in the catalogue's order on the command line. A list's values, such as
--- `{ {"epochs", 1}, {"learning_rate", 0.1} }`, stand last and in the order given.
--- Refuses unknown names, text, and fractions where whole numbers are due; warns of a value outside
--- the catalogue's range.
--- @param given mutlua.Values
--- @return mutlua.Model
function Model:with(given)
  if type(given) ~= "table" then check.fail("with", "a table of values", given) end
  local base, additions = self --- @type mutlua.Model, mutlua.Pair[]
  if given[1] ~= nil then
    additions = values.of_list(self, "with", given)
    base = changed(self, { values = values.without(self.values, additions), listed = true })
  else
    additions = values.of_map(self, "with", given)
  end
  local explicit = self.explicit
  for _, pair in ipairs(additions) do explicit = with_name(explicit, pair[1]) end
  return changed(base, {
    [origin] = rawget(base, origin), values = values.merged(base, additions), explicit = explicit,
  })
end

--- The name of the hyperparameter that plays a role, "learning_rate" or "epochs": that name itself
--- where the model has it, else what the catalogue's roles say. Refuses others.
--- @param role string
--- @return string name
function Model:playing(role)
  return roles.playing(self, "playing", role).name
end

--- Passes values by role: `model:with_roles { epochs = 3 }` trains bug-localization 3 iterations.
--- All else as `with` does it.
--- @param given table<string, number>
--- @return mutlua.Model
function Model:with_roles(given)
  return self:with(roles.named(self, "with_roles", given))
end

--- Levels of a hyperparameter as multiples of the catalogue's default. Whole numbers are rounded,
--- half to even, and at least 1.
--- @param role string a hyperparameter, or the role that it plays
--- @param factors number[]
--- @return number[] levels in the order of the factors
function Model:multiples(role, factors)
  return multiples.levels(self, "multiples", role, factors)
end

--- Passes the catalogue's defaults too, so that what is recorded is what was trained. Values that
--- are passed already stay; a hyperparameter without a default is left out.
--- @return mutlua.Model
function Model:defaults()
  local additions = {}
  for _, hyperparameter in ipairs(self.hyperparameters) do
    if hyperparameter.default ~= nil and not values.index(self.values, hyperparameter.name) then
      additions[#additions + 1] = { hyperparameter.name, hyperparameter.default }
    end
  end
  return changed(self, { values = values.merged(self, additions) })
end

--- Records values of names that the model does not have, beside those that are passed. The training
--- never sees them.
--- @param given table<string, number> replaces what was recorded so before
--- @return mutlua.Model
function Model:recording(given)
  return changed(self, { recorded = values.recorded(self, "recording", given) })
end

--- The catalogue's range of a hyperparameter, with its distribution and default.
--- @param name string
--- @return mutlua.Range
function Model:range(name)
  return ranges.catalogues(self, values.hyperparameter(self, "range", name))
end

--- Places the model's trainings on GPUs of its own.
--- @param where mutlua.Placement
--- @return mutlua.Model
function Model:on(where)
  return changed(self, { gpus = placement.read("on", where).gpus })
end

--- Passes one value that the script has not asked for by name, such as a replicate's seed.
--- @param model mutlua.Model
--- @param name string
--- @param value number
--- @return mutlua.Model
function M.passing(model, name, value)
  return changed(model, { values = values.merged(model, { { name, value } }) })
end

--- Whether model:with has given the value.
--- @param model mutlua.Model
--- @param name string
--- @return boolean
function M.is_explicit(model, name)
  for _, given in ipairs(model.explicit) do
    if given == name then return true end
  end
  return false
end

--- @type mutlua.Check
function M.expect(path, value)
  if getmetatable(value) ~= Model then
    check.fail(path, 'a model such as mut.model "repository/model"', value)
  end
  return value
end

--- One model or a list of models, as a list.
--- @type mutlua.Check
function M.expect_some(path, value)
  if getmetatable(value) == Model then return { value } end
  if type(value) ~= "table" then check.fail(path, "a model or a list of models", value) end
  local models = check.list(M.expect)(path, value)
  if #models == 0 then check.refuse(path, "expected at least one model, given none") end
  return models
end

methods.expect_colon("model", Model)

return M
