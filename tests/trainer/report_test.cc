// SPDX-License-Identifier: MIT
#include "trainer/report.h"

#include <gtest/gtest.h>

#include <sstream>

namespace mutlua {
namespace {

const Evaluation kEvaluation = {.training = {0.125, 0.96875, 1000},
                                .top1 = 0.9375,
                                .top5 = 0.984375,
                                .train_error = 0.03125,
                                .precision = 0.91,
                                .recall = 0.92,
                                .f1 = 0.915,
                                .mean_average_precision = 0.85,
                                .loss = 0.375,
                                .samples_per_second = 2000};

std::string report(Wording wording) {
  std::ostringstream out;
  write_report(wording, kEvaluation, out);
  return out.str();
}

TEST(Report, SaysNothingInPlainWording) { EXPECT_EQ(report(Wording::plain), ""); }

TEST(Report, SpeaksLikeEachRealTraining) {
  EXPECT_EQ(report(Wording::mrt_oast),
            "    F1 score : 0.915000\n  准确率 (Accuracy): 0.937500\n"
            "  精确率 (Precision): 0.910000\n  召回率 (Recall): 0.920000\n");
  EXPECT_EQ(report(Wording::bug_localization),
            "  Top- 1 Accuracy: 0.937500 (93.8%)\n  Top- 5 Accuracy: 0.984375 (98.4%)\n"
            "  Top-10 Accuracy: 1.000000 (100.0%)\n");
  EXPECT_EQ(report(Wording::resnet), "  测试准确率: 93.750000%\n  最佳验证准确率: 96.875000%\n");
  EXPECT_EQ(report(Wording::vulberta),
            "Final training loss: 0.125000\n  eval_loss: 0.375000\n"
            "  eval_samples_per_second: 2000.000000\n");
  EXPECT_EQ(report(Wording::person_reid),
            "Rank@1:0.937500 Rank@5:0.984375 Rank@10:1.000000 mAP:0.850000\n");
  EXPECT_EQ(report(Wording::examples), "[SUCCESS] Final Test Accuracy: 93.750000%\n");
  EXPECT_EQ(report(Wording::forward_forward),
            "train error: 0.031250\ntest error: 0.062500\n"
            "[SUCCESS] Final Test Accuracy: 93.750000%\n");
}

}  // namespace
}  // namespace mutlua
