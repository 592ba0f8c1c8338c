-- SPDX-License-Identifier: MIT
local fakes = require "fakes"
local orders = require "mutlua.orders"

local spec = {}

--- Trials of two blocks, each in two replicates, as a script adds them.
local function trials()
  local list = {}
  local function add(block, name, first, second)
    for replicate, order in ipairs { first, second } do
      list[#list + 1] = { position = #list + 1, block = block, replicate = replicate, order = order,
                          name = name .. replicate }
    end
  end
  add("z", "a", 50, 10)
  add("z", "b", 20, 60)
  add("m", "c", 5, 70)
  return list, add
end

local function names(ordered)
  local list = {}
  for i, trial in ipairs(ordered) do list[i] = trial.name end
  return table.concat(list, " ")
end

spec["written: as added, the replicates of each together"] = function()
  assert(names(orders.written(trials())) == "a1 a2 b1 b2 c1 c2")
end

spec["shuffled: by hash, all together"] = function()
  assert(names(orders.shuffled(trials())) == "c1 a2 b1 a1 b2 c2")
end

spec["blocked: replicates outermost, blocks as first written, then by hash"] = function()
  assert(names(orders.blocked(trials())) == "b1 a1 c1 a2 b2 c2")
end

spec["blocked: trials without a block are a block of their own"] = function()
  local list, add = trials()
  add(nil, "d", 1, 1)
  assert(names(orders.blocked(list)) == "b1 a1 c1 d1 a2 b2 c2 d2")
end

local function without(text, name)
  return (text:gsub(" ?" .. name .. "%d", ""))
end

spec["no order changes among the others when a trial is added to a block"] = function()
  for _, order in ipairs { "written", "shuffled", "blocked" } do
    local before = names(orders[order](trials()))
    local list, add = trials()
    add("z", "n", 30, 30)
    local after = names(orders[order](list))
    assert(after ~= before)
    assert(without(after, "n") == before, order .. ": " .. after)
  end
end

spec["equal hashes fall back on the written order"] = function()
  local list = {}
  for i = 1, 20 do list[i] = { position = i, replicate = 1, order = 7, name = tostring(i) } end
  local written = names(list)
  assert(names(orders.shuffled(list)) == written)
  assert(names(orders.blocked(list)) == written)
end

spec["leaves the list given as it was, however long"] = function()
  local list = {}
  for i = 1, 20000 do list[i] = { position = i, replicate = 1, order = -i, name = tostring(i) } end
  local ordered = orders.shuffled(list)
  assert(list[1].position == 1 and ordered[1].position == 20000 and #ordered == 20000)
  fakes.equal({}, orders.written {})
end

return spec
