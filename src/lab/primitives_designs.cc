// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/fields.h"
#include "lab/lab.h"
#include "lab/space_filling.h"

namespace mutlua {
namespace {

constexpr int kMostPoints = 1'000'000;

/// What `points` is asked for.
struct PointsRequest {
  std::string method;
  Texts names;  ///< of the factors, one per dimension
  int n = 0;
  std::optional<std::uint64_t> seed;  ///< absent: the study's

  int dimensions() const { return static_cast<int>(names.size()); }
};

PointsRequest points_request(const Json& request) {
  PointsRequest read{.method = request.at("method").get<std::string>(),
                     .names = request.at("names").get<Texts>(),
                     .n = request.at("n").get<int>(),
                     .seed = {}};
  if (request.contains("seed")) read.seed = request.at("seed").get<std::uint64_t>();
  const std::string where = "design." + read.method;
  if (read.n < 1 || read.n > kMostPoints) {
    throw Error(ErrorKind::script,
                fmt::format("{}.n: expected 1 to {}, given {}", where, kMostPoints, read.n));
  }
  if (read.dimensions() < 1 || read.dimensions() > sobol_dimensions()) {
    throw Error(ErrorKind::script, fmt::format("{}.ranges: expected 1 to {} factors, given {}",
                                               where, sobol_dimensions(), read.dimensions()));
  }
  return read;
}

Points drawn(const PointsRequest& asked, PythonRandom& random) {
  if (asked.method == "latin_hypercube") {
    return latin_hypercube(asked.dimensions(), asked.n, random);
  }
  if (asked.method == "sobol") return shifted_sobol(asked.dimensions(), asked.n, random);
  throw Error(ErrorKind::script, "design: expected latin_hypercube or sobol");
}

}  // namespace

/// The number of points is no part of the key: a longer Sobol sequence begins with the shorter one.
Json Lab::points(const Json& request) {
  const PointsRequest asked = points_request(request);
  if (!asked.seed) {
    return {
        {"points", drawn(asked, draws().next({{"points", asked.method}, {"names", asked.names}}))}};
  }
  if (asked.method == "sobol" && asked.seed == 0) {
    return {{"points", sobol(asked.dimensions(), asked.n)}};
  }
  PythonRandom random(*asked.seed);
  return {{"points", drawn(asked, random)}};
}

}  // namespace mutlua
