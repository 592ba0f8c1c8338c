// SPDX-License-Identifier: MIT
#include "energy/sampler.h"

#include <fmt/format.h>

#include <condition_variable>
#include <ctime>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "energy/measurement.h"

namespace mutlua {
namespace {

std::chrono::steady_clock::time_point on_steady_clock(Instant instant) {
  return std::chrono::steady_clock::time_point(instant.since_boot);
}

constexpr Seconds kShort{0.003};  // that nobody misses who supervises trainings

void sleep_until(Instant instant) { std::this_thread::sleep_until(on_steady_clock(instant)); }

}  // namespace

/// What the sensors' thread works on. It outlives the sampler if a sensor holds the thread.
struct Sampler::Core {
  Core(Clock& the_clock, Sensors the_sensors, const Options& the_options)
      : clock(the_clock), sensors(std::move(the_sensors)), options(the_options) {}

  Clock& clock;
  Sensors sensors;
  Options options;
  std::optional<Measurement> measurement;  // of the thread alone

  std::mutex mutex;  // guards what follows; never held while a sensor is read
  std::condition_variable changed;
  std::deque<std::function<void(Core&)>> work;
  std::vector<WindowMark> marks;
  bool closing = false;
  std::thread thread;

  void run();
  std::function<void(Core&)> next();
  Observation observe();
};

/// The next piece of work, or a reading that has come due; empty: the end.
std::function<void(Sampler::Core&)> Sampler::Core::next() {
  std::unique_lock lock(mutex);
  const auto wanted = [this] { return closing || !work.empty(); };
  if (measurement) {
    changed.wait_until(lock, on_steady_clock(measurement->next_due()), wanted);
  } else {
    changed.wait(lock, wanted);
  }
  if (closing) return {};
  if (work.empty()) return [](Core& core) { core.measurement->run_due(); };
  auto first = std::move(work.front());
  work.pop_front();
  return first;
}

void Sampler::Core::run() {
  while (const auto work_now = next()) work_now(*this);
}

Observation Sampler::Core::observe() {
  Observation seen{.at = clock.now(), .cpu = {}, .gauges = {}, .processes = {}};
  for (const auto& source : sensors.cpu) {
    std::vector<Reading> readings(source->domains().size());
    source->read(readings);
    seen.cpu.insert(seen.cpu.end(), readings.begin(), readings.end());
  }
  const auto note = [&seen](Gauges& gauges) {
    std::vector<GaugeValue> values(gauges.gauges().size());
    gauges.read(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i]) seen.gauges[gauges.gauges()[i].column] = *values[i];
    }
  };
  for (const auto& gauges : sensors.fast) note(*gauges);
  for (const auto& gpu : sensors.gpus) {
    note(*gpu);
    std::vector<GpuProcess> processes(64);
    const int count = gpu->read_processes(processes);
    processes.resize(static_cast<std::size_t>(std::max(0, count)));
    if (count < 0) {
      seen.processes.emplace_back();
    } else {
      seen.processes.emplace_back(std::move(processes));
    }
  }
  return seen;
}

Sampler::Sampler(Clock& clock, Sensors sensors, Options options)
    : clock_(clock), options_(options), unavailable_(sensors.unavailable), facts_(sensors.facts) {
  for (const auto& source : sensors.cpu)
    domains_.insert(domains_.end(), source->domains().begin(), source->domains().end());
  for (const auto& gpu : sensors.gpus) gpus_.push_back(gpu->info());
  core_ = std::make_shared<Core>(clock, std::move(sensors), options);
}

Sampler::~Sampler() {
  wait_ = nullptr;
  if (measuring_) {
    try {
      finish();
    } catch (...) {  // nobody is left to be told
    }
  }
  if (!core_->thread.joinable()) return;
  bool idle = perform([](Core&) {});
  {
    const std::lock_guard lock(core_->mutex);
    core_->closing = true;
  }
  core_->changed.notify_all();
  if (idle) {
    core_->thread.join();
  } else {
    core_->thread.detach();
  }
}

void Sampler::begin(const WindowPlan& plan) {
  begin_ = clock_.now();
  silent_ = !perform([plan](Core& core) {
    core.measurement.emplace(core.clock, sleep_until, core.sensors, core.options.rates, plan);
    const std::lock_guard lock(core.mutex);
    core.marks.clear();
  });
  measuring_ = true;
}

void Sampler::mark(const MarkRow& mark) {
  if (silent_) return;
  auto work = [mark](Core& core) {
    core.measurement->mark(mark);
    const std::lock_guard lock(core.mutex);
    core.marks = core.measurement->marks();
  };
  if (!options_.threaded) {
    work(*core_);
    return;
  }
  {
    const std::lock_guard lock(core_->mutex);
    core_->work.emplace_back(std::move(work));
  }
  core_->changed.notify_all();
}

std::optional<Instant> Sampler::measuring_since() const {
  return measuring_ ? std::optional(begin_) : std::nullopt;
}

void Sampler::read_now() { core_->measurement->read_now(); }

std::vector<WindowMark> Sampler::marks() {
  if (silent_ || !perform([](Core&) {})) return {};
  const std::lock_guard lock(core_->mutex);
  return core_->marks;
}

Window Sampler::finish() {
  measuring_ = false;
  if (silent_) return silent_window(clock_.now());
  const auto window = std::make_shared<std::optional<Window>>();
  // The thread takes the time itself: no reading can then lie between the end and its telling.
  const bool answered = perform([window](Core& core) {
    *window = core.measurement->end(core.clock.now());
    core.measurement.reset();
  });
  return answered ? **window : silent_window(clock_.now());
}

std::optional<Observation> Sampler::observe() {
  const auto seen = std::make_shared<Observation>();
  if (!perform([seen](Core& core) { *seen = core.observe(); })) return std::nullopt;
  return *seen;
}

bool Sampler::perform(std::function<void(Core&)> work) {
  if (!options_.threaded) {
    work(*core_);
    return true;
  }
  if (!core_->thread.joinable()) core_->thread = std::thread([core = core_] { core->run(); });
  struct Answer {
    bool done = false;
    std::exception_ptr failure;
  };
  const auto answer = std::make_shared<Answer>();
  {
    const std::lock_guard lock(core_->mutex);
    core_->work.push_back([work = std::move(work), answer](Core& core) {
      std::exception_ptr failure;
      try {
        work(core);
      } catch (...) {
        failure = std::current_exception();
      }
      const std::lock_guard answering(core.mutex);
      answer->failure = failure;
      answer->done = true;
      core.changed.notify_all();
    });
  }
  core_->changed.notify_all();
  const Instant until = clock_.now() + options_.patience;
  const auto done = [&] {
    const std::lock_guard lock(core_->mutex);
    return answer->done;
  };
  {
    // Without a GPU the answer is there at once: no need to ask again and again for it.
    std::unique_lock lock(core_->mutex);
    const Instant first = wait_ ? clock_.now() + kShort : until;
    core_->changed.wait_until(lock, on_steady_clock(first), [&] { return answer->done; });
  }
  if (wait_ && !done()) wait_(done, until);
  if (!done()) return false;
  if (answer->failure) std::rethrow_exception(answer->failure);
  return true;
}

Window Sampler::silent_window(Instant end) const {
  const std::string reason =
      fmt::format("the sensors did not answer for {:.0f} s", options_.patience.count());
  Window window;
  window.begin = begin_;
  window.end = end;
  window.unavailable = unavailable_;
  for (std::string* why : {&window.unavailable.cpu, &window.unavailable.gpu}) {
    if (why->empty()) *why = reason;
  }
  return window;
}

}  // namespace mutlua
