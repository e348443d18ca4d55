// Whether a row fulfils a condition.
#pragma once

#include <cstdint>
#include <vector>

#include "query/plan.hpp"
#include "query/values.hpp"

namespace bayan::ql {

// A row whose cells can be asked for one by one.
class CellSource {
 public:
  virtual ~CellSource() = default;
  virtual Cell at(unsigned column) const = 0;
};

// A solution under way: its slots.
class SlotCells : public CellSource {
 public:
  SlotCells(const std::uint64_t* row, const std::vector<ColumnKind>& kinds) : row_(row), kinds_(kinds) {}
  Cell at(unsigned column) const override;

 private:
  const std::uint64_t* row_;
  const std::vector<ColumnKind>& kinds_;
};

// A row of cells.
class RowCells : public CellSource {
 public:
  explicit RowCells(const std::vector<Cell>& cells) : cells_(cells) {}
  Cell at(unsigned column) const override { return cells_[column]; }

 private:
  const std::vector<Cell>& cells_;
};

// A slot's id as a cell.
Cell cell_of(std::uint64_t id, ColumnKind kind);

bool holds(const CondPlan& cond, const CellSource& row, const Values& values);

// The value of a field in a row.
Cell read(const FieldPlan& field, const CellSource& row, const Values& values);

}  // namespace bayan::ql
