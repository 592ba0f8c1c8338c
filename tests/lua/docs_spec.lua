-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

local folder = arg[0]:match("^(.*)tests/lua/[^/]*$")

local function page()
  local file = assert(io.open(folder .. "docs/lua-api.md"))
  local text = file:read("*a")
  file:close()
  return text
end

--- The blocks of code on the page that are marked with a word.
local function examples(word)
  local found = {}
  for code in page():gmatch("\n```" .. word .. "\n(.-)\n```") do found[#found + 1] = code end
  return found
end

--- The names of all functions in a table, also in tables inside it.
local function functions(prefix, members, found)
  for name, member in pairs(members) do
    if type(member) == "function" then found[#found + 1] = prefix .. "." .. name end
    if type(member) == "table" then functions(prefix .. "." .. name, member, found) end
  end
  return found
end

local function says(text, name)
  assert(text:find(name, 1, true), name .. " is not in docs/lua-api.md")
end

spec["every public function is in the page"] = function()
  local text = page()
  local names = functions("mut", fakes.world().mut, {})
  functions("design", require "mutlua.design", names)
  assert(#names > 15)
  for _, name in ipairs(names) do says(text, name) end
end

spec["every method is in the page"] = function()
  local text, mut = page(), fakes.world().mut
  local model = mut.model "examples/mnist"
  local study = mut.study { name = "s" }
  local objects = {
    model = model, training = mut.spawn(model), group = mut.background.start(model),
    meter = mut.energy.begin(), study = study,
    cell = study:cell {},
  }
  for name, object in pairs(objects) do
    local class = getmetatable(object)
    for method, value in pairs(type(class.__index) == "table" and class.__index or class) do
      local public = type(value) == "function" and not method:match("^__")
      if public then says(text, name .. ":" .. method) end
    end
  end
end

--- A world in which each model that the page names has the same hyperparameters.
local function world()
  local fake = fakes.world()
  local mnist = fake.answers.model
  fake.answers.model = function(request)
    local entry = mnist { name = "examples/mnist" }
    entry.name = request.name
    return entry
  end
  fake.answers.mutations = function()
    return { sets = { { { "learning_rate", 0.02 } }, { { "learning_rate", 0.03 } } } }
  end
  fake.answers.options = function(request)
    local values = {}
    for _, option in ipairs(request.declared) do values[option.name] = option.default end
    return { values = values }
  end
  local measured, value
  fake.answers.end_trial = function(request)
    measured, value = request.measured, request.value
    return { finished = true, result = { valid = true, reused = false, number = 1 } }
  end
  fake.answers.result = function()
    if not measured then return { value = value } end
    return { outcomes = measured.outcomes, energy = measured.energy,
             outcome = measured.outcomes[1] }
  end
  return fake
end

spec["every example runs to its end"] = function()
  local complete = examples("lua")
  assert(#complete >= 8)
  for _, code in ipairs(complete) do
    world()
    local environment = setmetatable({ print = function() end }, { __index = _G })
    setfenv(assert(loadstring(code, "=example")), environment)()
  end
end

spec["every fragment is Lua"] = function()
  local fragments = examples("lua%-fragment")
  assert(#fragments >= 3)
  for _, code in ipairs(fragments) do assert(loadstring(code, "=fragment")) end
end

return spec
