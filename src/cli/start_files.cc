// SPDX-License-Identifier: MIT
#include "cli/start_files.h"

namespace mutlua {

const char* const kStartStudy =
    R"lua(--- Does a training cost more beside another one, and does its learning rate change that?
---
--- One model at three learning rates, each alone and beside a load: 6 treatments, in complete
--- randomised blocks. 6 treatments x 3 replicates make 18 trials.
local mut = require "mutlua"

local options = mut.options {
  replicates = { default = 3, help = "how often each treatment is repeated" },
  epochs = { default = 10, help = "epochs of what is measured" },
}

local study = mut.study {
  name = "my study", -- by this name an interrupted run is found again
  order = "blocked",
  replicates = options.replicates,
}

local model = mut.model "examples/mnist":with { epochs = options.epochs }
local load = mut.model "examples/mnist_rnn"

for _, rate in ipairs { 0.005, 0.01, 0.02 } do
  local measured = model:with { learning_rate = rate }
  local label = ("rate %g"):format(rate)
  study:add {
    label = label, foreground = measured, factors = { learning_rate = rate, mode = "alone" },
  }
  study:add {
    label = label, foreground = measured, background = load,
    factors = { learning_rate = rate, mode = "concurrent" },
  }
end

study:run()
)lua";

const char* const kStartCatalogue = R"json({
  "note": "The trainings that studies know. These two are small ones that come with mutlua, so that everything can be tried at once; add your own beside them: 'path' is the folder that a training starts in, 'command' what is started there, 'metrics' are patterns of its log.",
  "models": {
    "examples": {
      "path": ".",
      "models": {
        "mnist": {
          "command": ["mutlua-train", "--network", "mnist", "--rate-scale", "5"],
          "seconds_per_epoch": 0.014
        },
        "mnist_rnn": {
          "command": ["mutlua-train", "--network", "mnist_rnn", "--rate-scale", "5"],
          "seconds_per_epoch": 0.02
        }
      },
      "hyperparameters": {
        "epochs": {"flag": "--epochs", "type": "int", "default": 10, "range": [5, 15]},
        "learning_rate": {"flag": "--learning-rate", "type": "float", "default": 0.01, "range": [0.005, 0.02], "distribution": "log_uniform"},
        "seed": {"flag": "--seed", "type": "int", "default": 1, "range": [0, 9999]}
      },
      "metrics": {
        "test_accuracy": "^test_accuracy: ([0-9.]+)"
      },
      "epoch": {"pattern": "^Epoch ([0-9]+)/", "at": "end"},
      "protocol": {"cooling": {"seconds": 0.2}, "settle": {"first_epoch": true, "most_seconds": 30}}
    }
  }
}
)json";

const char* const kStartEditor = R"json({
  "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
  "runtime.version": "LuaJIT",
  "runtime.path": ["?.lua", "?/init.lua"],
  "workspace.library": [".mutlua/lua"],
  "workspace.ignoreDir": ["results"],
  "diagnostics.severity": { "missing-fields": "Error!", "undefined-field": "Error!" }
}
)json";

}  // namespace mutlua
