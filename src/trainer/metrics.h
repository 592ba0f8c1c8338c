// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/matrix.h"

namespace mutlua {

// `scores`: one column of ten scores or probabilities per image; `labels`: its true class. Results
// are shares from 0 to 1. There must be at least one image.

/// The share of images whose true class is among the `k` highest scores; k = 1 is the accuracy. Of
/// equal scores the lower class comes first.
double top_k(const Matrix& scores, const Labels& labels, int k);

/// Means over the classes, each class counting the same. A class that is never predicted has
/// precision 0, one that never occurs recall 0, and either of them F1 0.
struct MacroAverages {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};
MacroAverages macro_averages(const Matrix& scores, const Labels& labels);

/// Mean average precision: for each class all images are ranked by their score for it; its average
/// precision is the mean, over its own images, of the share of its images among those ranked as
/// high or higher. The mean is over the classes that occur. Of equal scores the earlier image comes
/// first.
double mean_average_precision(const Matrix& scores, const Labels& labels);

}  // namespace mutlua
