// SPDX-License-Identifier: MIT
#include "lab/draw_streams.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "training/draws.h"

namespace mutlua {
namespace {

Hyperparameter as_hyperparameter(const Json& range, const std::string& kind) {
  Hyperparameter hyperparameter;
  hyperparameter.name = "range";
  hyperparameter.is_integer = kind == "integers" || range.value("integer", false);
  hyperparameter.low = range.at("low").get<double>();
  hyperparameter.high = range.at("high").get<double>();
  if (kind == "log_uniform") hyperparameter.distribution = Distribution::log_uniform;
  return hyperparameter;
}

}  // namespace

DrawStreams::DrawStreams(std::uint64_t seed, bool sequence) : seed_(seed) {
  if (sequence) sequence_.emplace(seed);
}

PythonRandom& DrawStreams::next(const Json& request) {
  if (sequence_) return *sequence_;
  const int index = ++requests_[canonical_text(request)];
  return keyed_.emplace(hash({{"draw", request}, {"index", index}}));
}

std::uint64_t DrawStreams::number(const std::string& stream, std::int64_t index) const {
  return hash({{"stream", stream}, {"index", index}});
}

std::uint64_t DrawStreams::order(const std::string& identity) const {
  // the text that hash() takes, written straight away: a large study asks it of every trial
  return hash53(fmt::format(R"({{"seed":{},"what":{{"order":"{}"}}}})", seed_, identity));
}

std::uint64_t DrawStreams::hash(const Json& what) const {
  return hash53(canonical_text({{"seed", seed_}, {"what", what}}));
}

Json draw_value(const Json& range, PythonRandom& random) {
  const std::string kind = range.value("kind", "");
  if (kind == "choice") {
    const Json& choices = range.at("choices");
    const auto last = static_cast<std::int64_t>(choices.size()) - 1;
    return choices.at(static_cast<std::size_t>(random.randint(0, last)));
  }
  if (kind == "zero_or") {
    const Json& inner = range.at("range");
    if (random.random() < range.at("probability").get<double>()) return 0;
    return draw_value(inner, random);
  }
  if (kind != "uniform" && kind != "log_uniform" && kind != "integers") {
    throw Error(ErrorKind::script, "expected a range such as mut.uniform(0, 1)");
  }
  const Hyperparameter hyperparameter = as_hyperparameter(range, kind);
  return value_json(hyperparameter, draw(hyperparameter, random));
}

}  // namespace mutlua
