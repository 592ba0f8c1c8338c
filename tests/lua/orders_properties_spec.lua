-- SPDX-License-Identifier: MIT
-- What holds for every design, over many random ones.
local design = require "mutlua.design"
local fakes = require "fakes"
local orders = require "mutlua.orders"

local spec = {}

local names = { "written", "shuffled", "blocked", "latin_square", "abba" }

--- A factorial with exclusions that overlap; at least one treatment is left.
local function treatments_of(draw)
  local factors, exclusions = {}, {}
  for i = 1, 1 + draw(2) do
    local levels = {}
    for level = 1, 1 + draw(2) do levels[level] = level end
    factors[i] = { string.char(96 + i), levels }
  end
  for i = 1, draw(4) - 1 do -- never level 1 of the first factor: something is left
    exclusions[i] = { a = 2, [factors[draw(#factors)][1]] = 2 }
  end
  return design.factorial(factors, { exclude = exclusions })
end

--- Some blocks with a random design each, as a study presents them: the trials of all replicates.
--- What each is hashed to depends on the session's seed.
local function study_of(design_seed, session_seed)
  local draw, hash, list, treatments = fakes.random(design_seed), fakes.random(session_seed), {}, {}
  local replicates = draw(5)
  for block = 1, draw(4) do
    local name = draw(5) > 1 and "block " .. (7 * block) % 5 or nil
    treatments[name or ""] = treatments[name or ""] or {}
    for _, treatment in ipairs(treatments_of(draw)) do
      local first = #list + 1
      table.insert(treatments[name or ""], first)
      for replicate = 1, replicates do
        list[#list + 1] = {
          position = #list + 1, treatment = first, replicate = replicate, block = name,
          order = hash(1000003), label = treatment.label,
        }
      end
    end
  end
  return list, treatments, replicates
end

local function positions(ordered)
  local list = {}
  for i, trial in ipairs(ordered) do list[i] = trial.position end
  return table.concat(list, " ")
end

--- How often each treatment stands in each block and replicate.
local function counted(ordered)
  local count = {}
  for _, trial in ipairs(ordered) do
    local key = ("%s/%d/%d"):format(trial.block or "", trial.replicate, trial.treatment)
    count[key] = (count[key] or 0) + 1
  end
  return count
end

spec["every order: each block and replicate holds each treatment exactly once"] = function()
  for seed = 1, 100 do
    local list, treatments, replicates = study_of(seed, 11)
    for _, name in ipairs(names) do
      local ordered = orders[name](list)
      assert(#ordered == #list, name)
      local count, expected = counted(ordered), 0
      for block, firsts in pairs(treatments) do
        for _, first in ipairs(firsts) do
          for replicate = 1, replicates do
            local key = ("%s/%d/%d"):format(block, replicate, first)
            assert(count[key] == 1, ("seed %d, %s: %s"):format(seed, name, key))
            expected = expected + 1
          end
        end
      end
      assert(expected == #list)
    end
  end
end

spec["orders in blocks: a replicate ends before the next begins, and so does a block in it"] =
  function()
    for seed = 1, 100 do
      local list = study_of(seed, 11)
      for _, name in ipairs { "blocked", "latin_square", "abba" } do
        local before, ended = nil, {}
        for _, trial in ipairs(orders[name](list)) do
          local key = trial.replicate .. "/" .. (trial.block or "")
          assert(not ended[key], name .. " comes back to " .. key)
          if before and before.key ~= key then
            ended[before.key] = true
            assert(trial.replicate >= before.replicate, name)
          end
          before = { key = key, replicate = trial.replicate }
        end
      end
    end
  end

spec["the same seed gives the same order, another one another"] = function()
  for seed = 1, 40 do
    local list = study_of(seed, 11)
    for _, name in ipairs(names) do
      local here = positions(orders[name](list))
      assert(here == positions(orders[name]((study_of(seed, 11)))), name)
      local differs, session = false, 12
      while not differs and session < 40 do -- two treatments alone have two orders
        differs = positions(orders[name]((study_of(seed, session)))) ~= here
        session = session + 1
      end
      assert(differs == (name ~= "written") or #list < 4, ("seed %d, %s"):format(seed, name))
    end
  end
end

spec["an order does not depend on how the list it is given is sorted"] = function()
  for seed = 1, 50 do
    local list = study_of(seed, 11)
    local turned = {}
    for i, trial in ipairs(list) do turned[#list + 1 - i] = trial end
    for _, name in ipairs(names) do
      assert(positions(orders[name](list)) == positions(orders[name](turned)), name)
    end
  end
end

return spec
