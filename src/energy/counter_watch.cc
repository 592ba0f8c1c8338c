// SPDX-License-Identifier: MIT
#include "energy/counter_watch.h"

#include <algorithm>

namespace mutlua {

std::vector<CounterWatch> watch_counters(Clock& clock,
                                         const std::vector<std::unique_ptr<Gpu>>& gpus,
                                         Seconds limit) {
  std::vector<CounterWatch> watches;
  for (std::size_t i = 0; i < gpus.size(); ++i) {
    if (!gpus[i]->info().counter) continue;
    const Reading first = gpus[i]->read_counter();
    watches.push_back({.gpu = static_cast<int>(i), .before = first, .now = first});
  }
  const Instant give_up = clock.now() + limit;
  const auto done = [](const CounterWatch& watch) { return watch.changed; };
  while (!std::all_of(watches.begin(), watches.end(), done) && clock.now() < give_up) {
    for (CounterWatch& watch : watches) {
      if (watch.changed) continue;
      const Reading next = gpus[static_cast<std::size_t>(watch.gpu)]->read_counter();
      if (watch.now.error == 0) watch.before = watch.now;
      watch.now = next;
      watch.changed = next.error == 0 && watch.before.error == 0 && next.raw != watch.before.raw;
    }
  }
  return watches;
}

}  // namespace mutlua
