-- SPDX-License-Identifier: MIT
-- The annotations of the library: editors complete and explain what they say.
local spec = {}

local folder = arg[0]:match("^(.*)tests/lua/[^/]*$")

--- The names of the library's files.
local function files()
  local names = {}
  local list = assert(io.open(folder .. "lua/modules.cmake"))
  for line in list:lines() do names[#names + 1] = line:match("^%s+(mutlua/[%w_]+)") end
  list:close()
  assert(#names > 30)
  return names
end

--- A function that others may call, with the comment above it.
--- @param visit fun(where: string, comment: string, parameters: string[], body: string)
local function each_public(visit)
  for _, name in ipairs(files()) do
    local lines, number = {}, 0
    for line in io.lines(folder .. "lua/" .. name .. ".lua") do lines[#lines + 1] = line end
    while number < #lines do
      number = number + 1
      local title, given = lines[number]:match("^function ([%w_]+[.:][%w_]+)(%b())")
      if title and (title:match "^M%." or title:match "^%u%l+:") then
        local first, last = number, number
        while lines[first - 1]:match "^%-%-%-" do first = first - 1 end
        while not lines[last]:match "^end" do last = last + 1 end
        local parameters = {}
        for parameter in given:gmatch "[%w_.]+" do parameters[#parameters + 1] = parameter end
        visit(("%s.lua:%d: %s"):format(name, number, title),
          table.concat(lines, "\n", first, number - 1), parameters,
          table.concat(lines, "\n", number, last))
      end
    end
  end
end

spec["every public function says what it is for"] = function()
  each_public(function(where, comment)
    local text = comment:match("^%-%-%- ([^@][^\n]+)") or comment:match("^%-%-%- @type (.+)")
    assert(text, where .. " has no comment")
  end)
end

spec["every parameter of a public function has its type"] = function()
  local seen = 0
  each_public(function(where, comment, parameters)
    if comment:find("--- @type", 1, true) then return end -- the type says it all
    for _, parameter in ipairs(parameters) do
      local found = comment:find("--- @param " .. parameter .. " ", 1, true)
        or comment:find("--- @param " .. parameter .. "? ", 1, true)
      assert(found, ("%s: no @param %s"):format(where, parameter))
      seen = seen + 1
    end
  end)
  assert(seen > 80)
end

spec["every public function that gives something says what"] = function()
  each_public(function(where, comment, _, body)
    if comment:find("--- @type", 1, true) or comment:find("--- @return", 1, true) then return end
    -- Only what stands in the function itself: two blanks, or four inside an if.
    for line in body:gmatch "\n  (return [^\n]+)" do
      assert(line == "return", ("%s: no @return for: %s"):format(where, line))
    end
  end)
end

return spec
