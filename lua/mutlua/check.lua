-- SPDX-License-Identifier: MIT
--- What arguments must be.
---
--- A check takes the argument's path ("study.order") and its value, and gives a copy that the
--- script cannot change any more. It raises an error that names the script's line, the path, what
--- was expected and what was given.
local door = require "mutlua.door"
local nearest = require "mutlua.nearest"

local M = {}

--- @alias mutlua.Check fun(path: string, value: any): any

--- A value as messages show it.
--- @param value any
--- @return string
local function shown(value)
  local kind = type(value)
  if kind == "string" then return '"' .. value .. '"' end
  if kind == "number" then return ("%.14g"):format(value) end
  if kind == "boolean" then return tostring(value) end
  if kind == "nil" then return "nothing" end
  return "a " .. kind
end

--- Refuses an argument.
--- @param path string
--- @param message string
function M.refuse(path, message)
  error(door.where() .. path .. ": " .. message, 0)
end

--- Refuses an argument that is not what it must be.
--- @param path string
--- @param expected string
--- @param given any
function M.fail(path, expected, given)
  M.refuse(path, ("expected %s, given %s"):format(expected, shown(given)))
end

--- Refuses a word that is not known, with the nearest one that is.
--- @param path string
--- @param what string such as "unknown field"
--- @param given any
--- @param known string[]
function M.unknown(path, what, given, known)
  M.refuse(path, ("%s %s; %s"):format(what, shown(given), nearest.hint(tostring(given), known)))
end

--- Fills in what a table reads only when it is asked for, such as a result or a model: to be called
--- before all of it is walked through.
--- @param value any
function M.fill(value)
  local special = getmetatable(value)
  local whole = type(special) == "table" and rawget(special, "__whole")
  if whole then whole(value) end
end

local function by_text(a, b) return tostring(a) < tostring(b) end

--- The keys of a table, sorted, so that the same mistake always draws the same message.
--- @param map table
--- @return any[]
function M.sorted_keys(map)
  M.fill(map)
  local keys, only_names = {}, true
  for key in next, map do
    keys[#keys + 1] = key
    only_names = only_names and type(key) == "string"
  end
  if only_names then table.sort(keys) else table.sort(keys, by_text) end
  return keys
end

local function of_type(name, expected)
  return function(path, value)
    if type(value) ~= name then M.fail(path, expected, value) end
    return value
  end
end

M.text = of_type("string", "text")
M.callable = of_type("function", "a function")

--- A number that is neither infinite nor "not a number".
--- @type mutlua.Check
function M.number(path, value)
  local finite = type(value) == "number" and value - value == 0
  if not finite then M.fail(path, "a number", value) end
  return value
end

--- A number above 0.
--- @type mutlua.Check
function M.positive(path, value)
  if M.number(path, value) <= 0 then M.fail(path, "a number above 0", value) end
  return value
end

--- A length of time, 0 or more.
--- @type mutlua.Check
function M.seconds(path, value)
  local fits = type(value) == "number" and value >= 0 and value < math.huge
  if not fits then M.fail(path, "seconds, 0 or more", value) end
  return value
end

--- A length of time that is not 0.
--- @type mutlua.Check
function M.duration(path, value)
  local fits = type(value) == "number" and value > 0 and value < math.huge
  if not fits then M.fail(path, "seconds, more than 0", value) end
  return value
end

--- @type mutlua.Check
function M.scalar(path, value)
  local kind = type(value)
  if kind == "string" or kind == "boolean" then return value end
  if kind ~= "number" then M.fail(path, "a number, text or a boolean", value) end
  return M.number(path, value)
end

--- @type mutlua.Check
function M.boolean(path, value)
  if type(value) ~= "boolean" then M.fail(path, "true or false", value) end
  return value
end

--- A whole number that is at least `least`, and at most `most` or exact in a double.
--- @param least integer
--- @param most? integer
--- @return mutlua.Check
function M.whole(least, most)
  local expected = ("a whole number, %d %s"):format(least, most and "to " .. most or "or more")
  most = most or 2 ^ 53 - 1
  return function(path, value)
    local fits = type(value) == "number" and value >= least and value <= most
      and value == math.floor(value)
    if not fits then M.fail(path, expected, value) end
    return value
  end
end

--- One of some words.
--- @param words string[]
--- @return mutlua.Check
function M.one_of(words)
  local quoted = {}
  for i, word in ipairs(words) do quoted[i] = shown(word) end
  local last = table.remove(quoted)
  local expected = #quoted > 0 and table.concat(quoted, ", ") .. " or " .. last or last
  return function(path, value)
    for _, word in ipairs(words) do
      if value == word then return value end
    end
    M.fail(path, expected, value)
  end
end

--- A list without gaps, each entry of which passes a check.
--- @param entry mutlua.Check
--- @return mutlua.Check
function M.list(entry)
  return function(path, value)
    if type(value) ~= "table" then M.fail(path, "a list", value) end
    M.fill(value)
    local copy = {}
    for i, item in ipairs(value) do copy[i] = entry(("%s[%d]"):format(path, i), item) end
    for key in next, value do
      if copy[key] == nil then
        M.refuse(path, "expected a list without gaps, given the key " .. shown(key))
      end
    end
    return copy
  end
end

--- A table from names to values that pass a check.
--- @param entry mutlua.Check
--- @return mutlua.Check
function M.map(entry)
  return function(path, value)
    if type(value) ~= "table" then M.fail(path, "a table of names and values", value) end
    local copy = {}
    for _, key in ipairs(M.sorted_keys(value)) do
      if type(key) ~= "string" then M.fail(path, "names as keys", key) end
      copy[key] = entry(path .. "." .. key, value[key])
    end
    return copy
  end
end

--- A table with these fields and no others; each may be absent.
--- @param fields table<string, mutlua.Check>
--- @return mutlua.Check
function M.record(fields)
  return function(path, value)
    if type(value) ~= "table" then M.fail(path, "a table", value) end
    local copy = {}
    for _, key in ipairs(M.sorted_keys(value)) do
      local check = fields[key]
      if not check then M.unknown(path, "unknown field", key, M.sorted_keys(fields)) end
      copy[key] = check(path .. "." .. key, value[key])
    end
    return copy
  end
end

--- Refuses a record that lacks fields.
--- @param path string
--- @param record table
--- @param names string[]
function M.required(path, record, names)
  for _, name in ipairs(names) do
    if record[name] == nil then M.refuse(path .. "." .. name, "is missing") end
  end
end

return M
