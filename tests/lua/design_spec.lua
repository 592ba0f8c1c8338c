-- SPDX-License-Identifier: MIT
local fakes = require "fakes"
local design = require "mutlua.design"

local spec = {}

local list = { "a", "b", "c", "d", "e", "f", "g" }

local function selected(text, from)
  local found = {}
  for number, entry in design.select(from or list, text) do found[#found + 1] = number .. entry end
  return table.concat(found, " ")
end

spec["selects all, the pilot, and numbers and spans"] = function()
  assert(selected("all") == "1a 2b 3c 4d 5e 6f 7g")
  assert(selected("pilot") == "1a 2b 3c")
  assert(selected("1,3,5-7") == "1a 3c 5e 6f 7g")
end

spec["keeps the order of the text and takes each entry once"] = function()
  assert(selected("6, 2 ,1-3") == "6f 2b 1a 3c")
end

spec["takes a number for its text"] = function()
  assert(selected(2) == "2b")
end

spec["takes what there is of a pilot"] = function()
  assert(selected("pilot", { "a", "b" }) == "1a 2b")
end

spec["refuses entries that are not there"] = function()
  fakes.raises("design.select: there is no entry 8; the list has 7", design.select, list, "8")
  fakes.raises("there is no entry 8; the list has 7", design.select, list, "6-8")
  fakes.raises("there is no entry 0; the list has 7", design.select, list, "0")
end

spec["refuses what names no entries"] = function()
  local expected = 'design.select: expected "all", "pilot" or numbers such as 1,3,5-7, given '
  fakes.raises(expected .. '"first"', design.select, list, "first")
  fakes.raises(expected .. '""', design.select, list, "1,,2")
  fakes.raises(expected .. '"1.5"', design.select, list, 1.5)
  fakes.raises("design.select: 3-1 counts down", design.select, list, "3-1")
  fakes.raises("design.select.list: is empty", design.select, {}, "all")
  fakes.raises("design.select.text: expected text, given nothing", design.select, list)
end

return spec
