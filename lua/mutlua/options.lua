-- SPDX-License-Identifier: MIT
--- Options that a script takes from the command line.
local check = require "mutlua.check"
local door = require "mutlua.door"

local M = {}

--- @class (exact) mutlua.Option
--- @field default number|string|boolean
--- @field help? string
--- @field least? number of a number; absent: none
--- @field most? number likewise
--- @field whole? boolean true: a number without a fraction
--- @field choices? string[] of a text: the words that it may be

local declaration = check.record {
  default = check.scalar, help = check.text, least = check.number, most = check.number,
  whole = check.boolean, choices = check.list(check.text),
}

--- What a number must be; nil: nothing is said.
--- @param option mutlua.Option
--- @return string?
local function number_wanted(option)
  local kind = option.whole and "a whole number" or "a number"
  if option.least and option.most then
    return ("%s from %.14g to %.14g"):format(kind, option.least, option.most)
  end
  if option.least then return ("%s, %.14g or more"):format(kind, option.least) end
  if option.most then return ("%s, %.14g or less"):format(kind, option.most) end
  return option.whole and kind or nil
end

--- What the value of an option must be; nil: nothing is said beyond its type.
--- @param option mutlua.Option
--- @return string?
local function wanted(option)
  if not option.choices then return number_wanted(option) end
  local quoted = {}
  for i, word in ipairs(option.choices) do quoted[i] = ("%q"):format(word) end
  return "one of " .. table.concat(quoted, ", ")
end

--- @param option mutlua.Option
--- @param value number|string|boolean
--- @return boolean
local function fits(option, value)
  if option.choices then
    for _, word in ipairs(option.choices) do
      if value == word then return true end
    end
    return false
  end
  if type(value) ~= "number" then return true end
  return value >= (option.least or value) and value <= (option.most or value)
    and not (option.whole and value ~= math.floor(value))
end

--- @type mutlua.Check
local function option(path, value)
  local declared = declaration(path, value)
  check.required(path, declared, { "default" })
  local kind = type(declared.default)
  if number_wanted(declared) and kind ~= "number" then
    check.refuse(path, "least, most and whole are for options whose default is a number")
  end
  if declared.choices and kind ~= "string" then
    check.refuse(path .. ".choices", "is for options whose default is text")
  end
  if not fits(declared, declared.default) then
    check.fail(path .. ".default", wanted(declared) --[[@as string]], declared.default)
  end
  return declared
end

--- The help, with what the value must be behind it.
--- @param declared mutlua.Option
--- @return string?
local function help(declared)
  local limits = wanted(declared)
  if not limits then return declared.help end
  return declared.help and declared.help .. "; " .. limits or limits
end

--- Declares the script's options and gives their values. It comes before everything that acts. A
--- value that is not what its option says is refused.
--- @param declared table<string, mutlua.Option>
--- @return table<string, any> values each of the type of its default
function M.options(declared)
  local copy = check.map(option)("mut.options", declared)
  local list = {}
  for i, name in ipairs(check.sorted_keys(copy)) do
    if not name:match("^%l[%l%d_]*$") then
      check.fail("mut.options", "names of small letters, digits and underscores", name)
    end
    list[i] = { name = name, default = copy[name].default, help = help(copy[name]) }
  end
  local values = door.perform("options", { declared = list }).values
  for _, each in ipairs(list) do
    local value = values[each.name]
    if not fits(copy[each.name], value) then
      check.refuse(("--%s %s"):format(each.name, tostring(value)),
        "expected " .. wanted(copy[each.name]))
    end
  end
  return values
end

return M
