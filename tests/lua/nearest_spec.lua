-- SPDX-License-Identifier: MIT
local nearest = require "mutlua.nearest"

local spec = {}

spec["finds the word that differs by a letter"] = function()
  assert(nearest.word("learnig_rate", { "epochs", "learning_rate", "dropout" }) == "learning_rate")
end

spec["finds words in another case"] = function()
  assert(nearest.word("Epochs", { "seed", "epochs" }) == "epochs")
end

spec["prefers the nearer of two words"] = function()
  assert(nearest.word("setle", { "needs", "settle" }) == "settle")
  assert(nearest.word("setle", { "settle", "needs" }) == "settle")
end

spec["finds a word that was cut short"] = function()
  assert(nearest.word("timeout", { "gpus", "timeout_seconds" }) == "timeout_seconds")
  assert(nearest.word("t", { "gpus", "timeout_seconds" }) == nil)
end

spec["finds nothing where no word is near"] = function()
  assert(nearest.word("temperature", { "epochs", "seed" }) == nil)
end

spec["hints at the nearest word, else at all of them"] = function()
  assert(nearest.hint("epoch", { "epochs", "seed" }) == "did you mean epochs?")
  assert(nearest.hint("temperature", { "epochs", "seed" }) == "known: epochs, seed")
  assert(nearest.hint("temperature", {}) == "there are none")
end

return spec
