// SPDX-License-Identifier: MIT
#include "trainer/training.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "trainer/arithmetic.h"
#include "trainer/build.h"
#include "trainer/evaluation.h"
#include "trainer/failure.h"
#include "trainer/lines.h"
#include "trainer/metrics.h"
#include "trainer/report.h"
#include "trainer/stopwatch.h"

namespace mutlua {

namespace {

constexpr double kWarmUp = 0.1;

/// At this share of the training: up from 0 to 1 while it warms up, and linearly down to 0 again.
double rate_factor(double done) {
  return done < kWarmUp ? done / kWarmUp : (1 - done) / (1 - kWarmUp);
}

/// One training from its first step to its last.
class Training {
 public:
  Training(const Settings& settings, std::ostream& out)
      : settings_(settings),
        out_(out),
        random_(settings.seed),
        digits_(split(read_images(digits_text()), settings.folds)),
        network_(build_network(settings.words, static_cast<float>(settings.dropout), random_)),
        order_(digits_.training.count()) {
    std::iota(order_.begin(), order_.end(), 0);
    const std::size_t batch = static_cast<std::size_t>(settings.batch_size);
    const std::size_t batches = (order_.size() + batch - 1) / batch;
    const bool by_steps = settings.iterations > 0;
    steps_ = by_steps ? static_cast<std::size_t>(settings.iterations)
                      : batches * static_cast<std::size_t>(settings.epochs);
    epochs_ = (steps_ + batches - 1) / batches;
  }

  void run() {
    announce();
    const Stopwatch watch;
    for (std::size_t epoch = 1; epoch <= epochs_; ++epoch) pass(epoch);
    const double rate = static_cast<double>(images_learned_) / watch.seconds();
    const Evaluation evaluation =
        evaluate(*network_, digits_, {train_loss_, best_validation_accuracy_, rate});
    write_metrics(evaluation, out_);
    write_report(settings_.wording, evaluation, out_);
  }

 private:
  void announce() {
    write_line(out_,
               "mutlua-train " MUTLUA_VERSION
               ": network %s, layers %s, %zu parameters; %zu training, %zu validation and %zu "
               "held-out images",
               settings_.network.c_str(), settings_.words.c_str(), network_->parameter_count(),
               digits_.training.count(), digits_.validation.count(), digits_.held_out.count());
    write_line(out_,
               "steps %zu, learning_rate %g times %g, batch_size %d, weight_decay %g, dropout %g, "
               "seed %llu",
               steps_, settings_.learning_rate, settings_.rate_scale, settings_.batch_size,
               settings_.weight_decay, settings_.dropout,
               static_cast<unsigned long long>(settings_.seed));
  }

  /// Learns from every image once, in a new order; the last pass may be cut short.
  void pass(std::size_t epoch) {
    random_.shuffle(order_);
    const std::size_t batch = static_cast<std::size_t>(settings_.batch_size);
    double sum = 0;
    std::size_t images = 0;
    while (images < order_.size() && step_ < steps_) {
      const std::size_t count = std::min(batch, order_.size() - images);
      sum += learn(images, count, epoch) * static_cast<double>(count);
      images += count;
    }
    images_learned_ += images;
    train_loss_ = sum / static_cast<double>(images);
    report(epoch);
  }

  double learn(std::size_t first, std::size_t count, std::size_t epoch) {
    const auto begin = order_.begin() + static_cast<std::ptrdiff_t>(first);
    const Images batch = digits_.training.pick({begin, begin + static_cast<std::ptrdiff_t>(count)});
    const double done = (static_cast<double>(step_++) + 0.5) / static_cast<double>(steps_);
    const float rate =
        static_cast<float>(settings_.learning_rate * settings_.rate_scale * rate_factor(done));
    const float decay = static_cast<float>(settings_.weight_decay);
    const double loss = network_->learn(batch, {rate, decay, random_});
    if (!std::isfinite(loss)) fail_diverged(epoch);
    return loss;
  }

  void report(std::size_t epoch) {
    const Matrix scores = network_->scores(digits_.validation.pixels);
    if (!scores.allFinite()) fail_diverged(epoch);
    const double accuracy = top_k(scores, digits_.validation.labels, 1);
    best_validation_accuracy_ = std::max(best_validation_accuracy_, accuracy);
    write_line(out_, "Epoch %zu/%zu: train_loss %.6f, validation_accuracy %.2f", epoch, epochs_,
               train_loss_, 100 * accuracy);
  }

  [[noreturn]] static void fail_diverged(std::size_t epoch) {
    throw TrainingFailed("the loss diverged at epoch " + std::to_string(epoch) +
                         " (not a number); lower the learning rate");
  }

  const Settings& settings_;
  std::ostream& out_;
  Random random_;
  Digits digits_;
  std::unique_ptr<Network> network_;
  std::vector<std::size_t> order_;
  std::size_t steps_;
  std::size_t epochs_;
  std::size_t step_ = 0;
  std::size_t images_learned_ = 0;
  double train_loss_ = 0;
  double best_validation_accuracy_ = 0;
};

}  // namespace

void train(const Settings& settings, std::ostream& out) {
  check(settings);
  fix_arithmetic();
  Training(settings, out).run();
}

}  // namespace mutlua
