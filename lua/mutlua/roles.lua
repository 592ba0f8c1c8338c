-- SPDX-License-Identifier: MIT
--- Roles: what part a hyperparameter plays, where each model has a name of its own for it.
local check = require "mutlua.check"
local values = require "mutlua.values"

local M = {}

--- The hyperparameter of that name, or else the one that plays the role of that name. Refuses names
--- that are neither.
--- @param model mutlua.Model
--- @param path string
--- @param role any such as "epochs"
--- @return mutlua.Hyperparameter
function M.playing(model, path, role)
  local name = not values.find(model, role) and model.roles[role] or role
  return values.hyperparameter(model, path, name)
end

--- Values by the names of the hyperparameters that play their roles.
--- @param model mutlua.Model
--- @param path string
--- @param given table<string, number> by role
--- @return table<string, number> by name
function M.named(model, path, given)
  if type(given) ~= "table" then check.fail(path, "a table of roles and values", given) end
  local named = {}
  for _, role in ipairs(check.sorted_keys(given)) do
    local name = M.playing(model, path, role).name
    if named[name] ~= nil then
      check.refuse(path, ("%s of %s is given twice"):format(name, model.name))
    end
    named[name] = given[role]
  end
  return named
end

return M
