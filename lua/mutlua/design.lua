-- SPDX-License-Identifier: MIT
--- Designs: tables in, tables out.
local check = require "mutlua.check"
local factorial = require "mutlua.factorial"
local model_figures = require "mutlua.model_figures"
local model_pairs = require "mutlua.model_pairs"
local pair_kinds = require "mutlua.pair_kinds"
local space_filling = require "mutlua.space_filling"

--- @class (exact) mutlua.design
local M = {}

M.factorial = factorial.factorial
M.one_at_a_time = factorial.one_at_a_time
M.latin_hypercube = space_filling.latin_hypercube
M.sobol = space_filling.sobol
M.pairs = model_pairs.pairs
M.pair = pair_kinds.pair
M.figures = model_figures.figures

--- @param path string
--- @param word string "3" or "5-7"
--- @param count integer how many there are
--- @return integer first
--- @return integer last
local function span(path, word, count)
  local first, last = word:match("^(%d+)%-(%d+)$")
  first = tonumber(first or word:match("^%d+$"))
  last = tonumber(last) or first
  if not first or not last then
    check.fail(path, '"all", "pilot" or numbers such as 1,3,5-7', word)
  end
  if first > last then check.refuse(path, word .. " counts down; give the smaller number first") end
  for _, number in ipairs { first, last } do
    if number < 1 or number > count then
      check.refuse(path, ("there is no entry %d; the list has %d"):format(number, count))
    end
  end
  return first, last
end

--- @param path string
--- @param text string
--- @param count integer
--- @return integer[]
local function numbers(path, text, count)
  if text == "all" then text = "1-" .. count end
  if text == "pilot" then text = "1-" .. math.min(3, count) end
  local chosen, seen = {}, {}
  for word in (text .. ","):gmatch("%s*(.-)%s*,") do
    local first, last = span(path, word, count)
    for number = first, last do
      if not seen[number] then chosen[#chosen + 1] = number end
      seen[number] = true
    end
  end
  return chosen
end

--- Goes through the entries that a text names, in the order in which it names them:
--- `for number, entry in design.select(list, "1,3,5-7") do`.
--- @generic T
--- @param list T[]
--- @param text string|integer "all", "pilot" (the first three), or numbers and spans
--- @return fun(): integer?, T? next gives an entry's number in the list, and the entry
function M.select(list, text)
  if type(list) ~= "table" then check.fail("design.select.list", "a list", list) end
  if #list == 0 then check.refuse("design.select.list", "is empty") end
  if type(text) == "number" then text = ("%.14g"):format(text) end
  check.text("design.select.text", text)
  local chosen, i = numbers("design.select", text, #list), 0
  return function()
    i = i + 1
    return chosen[i], list[chosen[i]]
  end
end

return M
