-- SPDX-License-Identifier: MIT
local fakes = require "fakes"
local orders = require "mutlua.orders"

local spec = {}

--- Trials of two blocks, each in two replicates, as a script adds them.
local function trials()
  local list = {}
  local function add(block, name, first, second)
    for replicate, order in ipairs { first, second } do
      list[#list + 1] = {
        position = #list + 1, treatment = #list + 2 - replicate, block = block,
        replicate = replicate, order = order, name = name .. replicate,
      }
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

--- One block of some treatments in some replicates, hashed at random.
local function square(treatments, replicates)
  local list = {}
  for treatment = 1, treatments do
    for replicate = 1, replicates do
      list[#list + 1] = {
        position = #list + 1, treatment = #list + 2 - replicate, replicate = replicate,
        order = (treatment * 7919 + replicate * 104729) % 1009, name = ("t%d "):format(treatment),
      }
    end
  end
  return list
end

spec["latin_square: over as many replicates all treatments stand once at every place"] = function()
  for treatments = 1, 9 do
    local seen = {}
    for i, trial in ipairs(orders.latin_square(square(treatments, treatments))) do
      assert(trial.replicate == math.ceil(i / treatments))
      local key = trial.treatment .. " at " .. (i - 1) % treatments
      assert(not seen[key], key)
      seen[key] = true
    end
  end
end

spec["latin_square: each treatment follows each other one equally often"] = function()
  for treatments = 2, 8 do
    local rows = treatments % 2 == 0 and treatments or 2 * treatments
    local follows, before = {}, nil
    for i, trial in ipairs(orders.latin_square(square(treatments, rows))) do
      if (i - 1) % treatments > 0 then
        local key = trial.treatment .. " after " .. before.treatment
        follows[key] = (follows[key] or 0) + 1
      end
      before = trial
    end
    for key, times in pairs(follows) do assert(times == rows / treatments, key .. " " .. times) end
  end
end

spec["abba: each even replicate mirrors the one before"] = function()
  local ordered = orders.abba(square(5, 4))
  for i = 1, 5 do
    assert(ordered[i].treatment == ordered[11 - i].treatment)
    assert(ordered[10 + i].treatment == ordered[i].treatment)
  end
end

spec["balanced orders keep blocks apart, and every trial"] = function()
  for _, order in ipairs { "latin_square", "abba" } do
    local text = names(orders[order](trials()))
    assert(#text == #"a1 b1 c1 a2 b2 c2" and text:find "^[ab]1 [ab]1 c1 [ab]2 [ab]2 c2$", text)
  end
end

return spec
