// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "legacy/columns.h"
#include "legacy/lines.h"
#include "legacy/loop.h"
#include "legacy/rows.h"
#include "legacy/script.h"

namespace mutlua {
namespace {

class ExperimentsWriter {
 public:
  ExperimentsWriter(const ScriptRows& rows, const ScriptStyle& style)
      : rows_(rows), style_(style), columns_(columns_of(rows)), first_(rows.rows.front().entry) {}

  std::string text() {
    lines_.blank();
    if (rows_.any_mutated()) {
      write_mutated();
    } else if (rows_.rows.size() == 1) {
      write_one_fixed();
    } else if (columns_.only_foreground() && plain()) {
      write_fixed_models();
    } else {
      write_fixed_rows();
    }
    const bool ordered = needs_order(rows_, style_);
    return (ordered ? kInOrder : "") + lines_.text();
  }

 private:
  /// Nothing but a foreground, once.
  bool plain() const { return !first_.background && first_.runs == 1 && !first_.timeout_seconds; }

  template <typename Body>
  void repeated(Body body) {
    if (rows_.times > 1) lines_.open(fmt::format("for _ = 1, {} do", rows_.times));
    body();
    if (rows_.times > 1) lines_.close();
  }

  void write_remarks() {
    for (const std::string& remark : first_.remarks) lines_.remark(remark);
  }

  /// The columns that study:add takes.
  ScriptColumns columns_of_additions() const {
    ScriptColumns columns;
    columns.load = columns_.load;
    columns.foreground = columns.background = columns.timeout = true;
    columns.replicates = columns_.replicates || first_.runs > 1;
    return columns;
  }

  void write_one_fixed() {
    write_remarks();
    LuaNode add = row_expression(rows_.rows.front(), columns_of_additions(), false, style_);
    add.text = "study:add ";
    repeated([&] { lines_.add(add); });
  }

  void write_fixed_models() {
    write_models();
    repeated([&] {
      lines_.open("for _, foreground in ipairs(models) do");
      lines_.line("study:add { foreground = foreground }");
      lines_.close();
    });
  }

  void write_fixed_rows() {
    write_table("trials", columns_of_additions());
    repeated([&] {
      lines_.open("for _, trial in ipairs(trials) do");
      lines_.line("study:add(trial)");
      lines_.close();
    });
  }

  void write_models() {
    LuaNode list{.text = "local models = ", .table = true};
    for (const ScriptRow& row : rows_.rows) {
      list.items.push_back(model_expression(row.entry.foreground, style_));
      list.items.back().remarks = row.entry.remarks;
    }
    lines_.add(list);
  }

  void write_table(const std::string& name, const ScriptColumns& columns) {
    if (columns.load) declare_load();
    LuaNode list{.text = "local " + name + " = ", .table = true};
    for (const ScriptRow& row : rows_.rows) {
      list.items.push_back(row_expression(row, columns, rows_.one_by_one, style_));
    }
    lines_.add(list);
  }

  void declare_load() {
    const auto loaded = std::find_if(rows_.rows.begin(), rows_.rows.end(),
                                     [](const ScriptRow& row) { return row.entry.background; });
    declare("load", model_expression(*loaded->entry.background, style_));
  }

  void declare(const std::string& name, LuaNode value) {
    value.text.insert(0, "local " + name + " = ");
    lines_.add(value);
  }

  void write_mutated() {
    const bool single = rows_.rows.size() == 1;
    const bool models = columns_.only_foreground();
    const bool table = !single && !models;
    const std::size_t most = needs_order(rows_, style_) ? 1 : 2;
    const bool names = !columns_.names && (rows_.one_by_one || first_.mutated.size() > most);
    if (single) write_remarks();
    if (models) write_models();
    if (!columns_.foreground) declare("foreground", model_expression(first_.foreground, style_));
    if (!columns_.background && first_.background) {
      declare("background", model_expression(*first_.background, style_));
    }
    if (names) declare("names", names_expression(rows_.rows.front(), rows_.one_by_one));
    if (table) write_table("experiments", columns_);
    repeated([&] {
      if (models) lines_.open("for _, foreground in ipairs(models) do");
      if (table) open_rows();
      write_loop_body({rows_, columns_, style_, names}, lines_);
      if (!single) lines_.close();
    });
  }

  void open_rows() {
    lines_.open("for _, experiment in ipairs(experiments) do");
    if (columns_.foreground && columns_.background) {
      lines_.line("local foreground, background = experiment.foreground, experiment.background");
    } else if (columns_.foreground || columns_.background) {
      const char* name = columns_.foreground ? "foreground" : "background";
      lines_.line(fmt::format("local {0} = experiment.{0}", name));
    }
  }

  const ScriptRows& rows_;
  const ScriptStyle& style_;
  const ScriptColumns columns_;
  const LegacyEntry& first_;
  ScriptLines lines_;
};

}  // namespace

std::string experiments_text(const std::vector<LegacyEntry>& entries, const ScriptStyle& style) {
  if (entries.empty()) return "";
  const ScriptRows rows = rows_of(entries);
  return ExperimentsWriter(rows, style).text();
}

}  // namespace mutlua
