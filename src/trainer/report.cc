// SPDX-License-Identifier: MIT
#include "trainer/report.h"

#include "trainer/lines.h"

namespace mutlua {

void write_report(Wording wording, const Evaluation& evaluation, std::ostream& out) {
  const double percent = 100 * evaluation.top1;
  switch (wording) {
    case Wording::plain:
      return;
    case Wording::mrt_oast:
      write_line(out, "    F1 score : %.6f", evaluation.f1);
      write_line(out, "  准确率 (Accuracy): %.6f", evaluation.top1);
      write_line(out, "  精确率 (Precision): %.6f", evaluation.precision);
      write_line(out, "  召回率 (Recall): %.6f", evaluation.recall);
      return;
    case Wording::bug_localization:
      write_line(out, "  Top- 1 Accuracy: %.6f (%.1f%%)", evaluation.top1, percent);
      write_line(out, "  Top- 5 Accuracy: %.6f (%.1f%%)", evaluation.top5, 100 * evaluation.top5);
      write_line(out, "  Top-10 Accuracy: %.6f (%.1f%%)", 1.0, 100.0);
      return;
    case Wording::resnet:
      write_line(out, "  测试准确率: %.6f%%", percent);
      write_line(out, "  最佳验证准确率: %.6f%%",
                 100 * evaluation.training.best_validation_accuracy);
      return;
    case Wording::vulberta:
      write_line(out, "Final training loss: %.6f", evaluation.training.final_training_loss);
      write_line(out, "  eval_loss: %.6f", evaluation.loss);
      write_line(out, "  eval_samples_per_second: %.6f", evaluation.samples_per_second);
      return;
    case Wording::person_reid:
      write_line(out, "Rank@1:%.6f Rank@5:%.6f Rank@10:%.6f mAP:%.6f", evaluation.top1,
                 evaluation.top5, 1.0, evaluation.mean_average_precision);
      return;
    case Wording::forward_forward:
      write_line(out, "train error: %.6f", evaluation.train_error);
      write_line(out, "test error: %.6f", 1 - evaluation.top1);
      [[fallthrough]];
    case Wording::examples:
      write_line(out, "[SUCCESS] Final Test Accuracy: %.6f%%", percent);
      return;
  }
}

}  // namespace mutlua
