-- SPDX-License-Identifier: MIT
local balance = require "mutlua.balance"

local spec = {}

spec["says what a balanced order lacks for want of replicates"] = function()
  local function replicated(treatments, replicates)
    local list = {}
    for treatment = 1, treatments do
      for replicate = 1, replicates do
        list[#list + 1] = { position = #list + 1, treatment = treatment, replicate = replicate,
                            order = #list }
      end
    end
    return list
  end
  assert(balance.lacks("abba", replicated(2, 3)):find("3 replicates", 1, true))
  assert(balance.lacks("abba", replicated(2, 4)) == nil)
  assert(balance.lacks("abba", replicated(1, 3)) == nil)
  assert(balance.lacks("latin_square", replicated(3, 4)):find("a multiple of 3", 1, true))
  assert(balance.lacks("latin_square", replicated(3, 6)) == nil)
  assert(balance.lacks("latin_square", replicated(1, 3)) == nil)
  assert(balance.lacks("latin_square", replicated(4, 4)) == nil)
  assert(balance.lacks("latin_square", replicated(3, 3)):find("multiple of 6 does it follow each",
    1, true))
  assert(balance.lacks("blocked", replicated(3, 1)) == nil)
end

spec["says what each block lacks by its own replicates"] = function()
  local function lacks(order, blocks)
    local list, first = {}, 1
    for name, counts in pairs(blocks) do
      for _, replicates in ipairs(counts) do
        for replicate = 1, replicates do
          list[#list + 1] = { position = #list + 1, treatment = first, replicate = replicate,
                              block = name, order = #list }
        end
        first = #list + 1
      end
    end
    return balance.lacks(order, list)
  end
  assert(lacks("latin_square", { a = { 2, 2 }, b = { 4, 4, 4, 4 } }) == nil)
  assert(lacks("latin_square", { a = { 2, 2 }, b = { 2, 2, 2, 2 } }):find(
    "order latin_square, block b: 2 replicates of 4 treatments", 1, true))
  assert(lacks("abba", { a = { 3, 3 }, b = { 4, 4 } }):find(
    "order abba, block a: 3 replicates; the last one has no mirror", 1, true))
  assert(lacks("abba", { a = { 2, 4 } }) ==
    "order abba, block a: its treatments have 2 to 4 replicates; only with as many of each are "
    .. "they balanced")
end

return spec
