// SPDX-License-Identifier: MIT
#include "store/past_of.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace mutlua {

void bind(SQLite::Statement& query, const PastOf& of) {
  query.bind(":repository", of.repository);
  query.bind(":model", of.model);
  query.bind(":except_session", of.except_session);
  query.bind(":catalogue", of.catalogue);
  query.bind(":imported", of.imported ? 1 : 0);
}

}  // namespace mutlua
