-- SPDX-License-Identifier: MIT
--- Options that a script takes from the command line.
local check = require "mutlua.check"
local door = require "mutlua.door"

local M = {}

--- @class (exact) mutlua.Option
--- @field default number|string|boolean
--- @field help? string

local declaration = check.record { default = check.scalar, help = check.text }

--- @type mutlua.Check
local function option(path, value)
  local declared = declaration(path, value)
  check.required(path, declared, { "default" })
  return declared
end

--- Declares the script's options and gives their values. It comes before everything that acts.
--- @param declared table<string, mutlua.Option>
--- @return table<string, any> values each of the type of its default
function M.options(declared)
  local copy = check.map(option)("mut.options", declared)
  local list = {}
  for i, name in ipairs(check.sorted_keys(copy)) do
    if not name:match("^%l[%l%d_]*$") then
      check.fail("mut.options", "names of small letters, digits and underscores", name)
    end
    list[i] = { name = name, default = copy[name].default, help = copy[name].help }
  end
  return door.perform("options", { declared = list }).values
end

return M
