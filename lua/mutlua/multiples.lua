-- SPDX-License-Identifier: MIT
--- Levels of a hyperparameter as multiples of its default.
local check = require "mutlua.check"
local roles = require "mutlua.roles"

local M = {}

--- @param value number
--- @return integer whole the nearest; halfway between two, the even one
local function half_to_even(value)
  local below = math.floor(value)
  local rest = value - below
  if rest > 0.5 or (rest == 0.5 and below % 2 == 1) then return below + 1 end
  return below
end

--- A multiple that gives no value below 0.
--- @type mutlua.Check
function M.expect(path, value)
  if check.number(path, value) < 0 then
    check.fail(path, "a multiple of the default, 0 or more", value)
  end
  return value
end

--- The default times a number, with twelve digits: 0.05 times 0.2 is 0.01, not
--- 0.010000000000000002. Whole numbers are rounded, half to even, and at least 1.
--- @param model mutlua.Model
--- @param path string
--- @param hyperparameter mutlua.Hyperparameter
--- @param multiple number
--- @return number
function M.level(model, path, hyperparameter, multiple)
  local default = hyperparameter.default or 0
  if default == 0 then
    check.refuse(path, ("%s has no default other than 0 to multiply"):format(model.name))
  end
  local value = tonumber(("%.12g"):format(default * multiple)) --[[@as number]]
  if hyperparameter.type ~= "int" then return value end
  return math.max(1, half_to_even(value))
end

--- The default times each of some numbers.
--- @param model mutlua.Model
--- @param path string
--- @param role string a hyperparameter, or the role that it plays
--- @param factors number[]
--- @return number[] levels in the order of the factors
function M.levels(model, path, role, factors)
  local hyperparameter = roles.playing(model, path, role)
  path = path .. "." .. hyperparameter.name
  local levels = check.list(M.expect)(path, factors)
  for i, factor in ipairs(levels) do
    levels[i] = M.level(model, path, hyperparameter, factor)
  end
  return levels
end

return M
