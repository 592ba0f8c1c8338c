-- SPDX-License-Identifier: MIT
--- Methods that were called with a dot.
local check = require "mutlua.check"

local M = {}

--- Makes the methods of a class refuse to be called as `study.add { ... }`.
--- @param name string of what has the methods, such as "study"
--- @param class table its methods
function M.expect_colon(name, class)
  for _, method in ipairs(check.sorted_keys(class)) do
    local body = class[method]
    if type(body) == "function" and not method:match("^__") then
      class[method] = function(self, ...)
        if getmetatable(self) ~= class then
          check.refuse(name .. "." .. method, ("write %s:%s, with a colon"):format(name, method))
        end
        return body(self, ...)
      end
    end
  end
end

return M
