// SPDX-License-Identifier: MIT
#include "trainer/metrics.h"

#include <algorithm>
#include <numeric>

namespace mutlua {

namespace {

/// 0 if the class has the highest score of the image, 1 if the second, and so on.
int rank_of(const Matrix& scores, Index image, int label) {
  int rank = 0;
  for (int other = 0; other < scores.rows(); ++other) {
    const float lead = scores(other, image) - scores(label, image);
    if (lead > 0 || (lead == 0 && other < label)) ++rank;
  }
  return rank;
}

int predicted_class(const Matrix& scores, Index image) {
  Index best = 0;
  for (Index i = 1; i < scores.rows(); ++i) {
    if (scores(i, image) > scores(best, image)) best = i;
  }
  return static_cast<int>(best);
}

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// For one class; 0 if none of the images shows it.
double average_precision(const Matrix& scores, const Labels& labels, int label) {
  std::vector<Index> ranking(labels.size());
  std::iota(ranking.begin(), ranking.end(), 0);
  std::stable_sort(ranking.begin(), ranking.end(),
                   [&](Index a, Index b) { return scores(label, a) > scores(label, b); });
  double found = 0;
  double sum = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    if (labels[static_cast<std::size_t>(ranking[i])] != label) continue;
    found += 1;
    sum += found / static_cast<double>(i + 1);
  }
  return share(sum, found);
}

}  // namespace

double top_k(const Matrix& scores, const Labels& labels, int k) {
  double right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (rank_of(scores, static_cast<Index>(i), labels[i]) < k) right += 1;
  }
  return right / static_cast<double>(labels.size());
}

MacroAverages macro_averages(const Matrix& scores, const Labels& labels) {
  double right[kClasses] = {}, predicted[kClasses] = {}, present[kClasses] = {};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int guess = predicted_class(scores, static_cast<Index>(i));
    predicted[guess] += 1;
    present[labels[i]] += 1;
    if (guess == labels[i]) right[guess] += 1;
  }
  MacroAverages means;
  for (int c = 0; c < kClasses; ++c) {
    means.precision += share(right[c], predicted[c]) / kClasses;
    means.recall += share(right[c], present[c]) / kClasses;
    means.f1 += share(2 * right[c], predicted[c] + present[c]) / kClasses;
  }
  return means;
}

double mean_average_precision(const Matrix& scores, const Labels& labels) {
  double sum = 0;
  double classes = 0;
  for (int c = 0; c < kClasses; ++c) {
    if (std::find(labels.begin(), labels.end(), c) == labels.end()) continue;
    sum += average_precision(scores, labels, c);
    classes += 1;
  }
  return share(sum, classes);
}

}  // namespace mutlua
