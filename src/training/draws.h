// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/python_random.h"
#include "training/command.h"
#include "training/model.h"

namespace mutlua {

/// A range that takes the place of the catalogue's. What is absent stays as it is.
struct RangeOverride {
  double low = 0;
  double high = 0;
  std::optional<Distribution> distribution = {};
  std::optional<double> zero_probability = {};
  bool whole_numbers = false;  ///< also where the hyperparameter takes fractions
};

using RangeOverrides = std::map<std::string, RangeOverride>;  ///< by name

/// One value of the hyperparameter's range: zero with its zero_probability, else by its
/// distribution; both ends are included, integers round half to even. The generator is consumed as
/// CPython's `random` would be, so a seed gives the same draws as in Python. Throws Error(script)
/// if there is no range, or a log-uniform one that does not begin above zero.
double draw(const Hyperparameter& hyperparameter, PythonRandom& random);

/// The value as JSON: a whole number for an integer hyperparameter.
Json value_json(const Hyperparameter& hyperparameter, double value);

/// Text under which two sets of values count as the same: sorted names, integers plain, others
/// with six decimals. A history read from a table holds 12.0 where 12 was meant; the catalogue's
/// type decides. Names that the model does not know are left out.
std::string mutation_key(const Model& model, const Values& values);

struct Mutations {
  std::vector<Values> sets;
  std::vector<std::string> warnings;  ///< unknown names, fewer sets than asked for
};

/// `count` different sets of values of the named hyperparameters ("all" among the names: all of
/// them in catalogue order), none equal to the defaults as a whole or to a set of the history.
/// Gives fewer, with a warning, if 1000 draws do not suffice. Throws Error(script) if no name is
/// known.
Mutations mutations(const Model& model, const std::vector<std::string>& names, int count,
                    const RangeOverrides& ranges, const std::vector<Values>& history,
                    PythonRandom& random);

}  // namespace mutlua
